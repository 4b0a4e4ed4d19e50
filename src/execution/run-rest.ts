import type { LockedInstance } from '../cache/lock-file.ts';
import type { Session } from '../cache/sessions/session.ts';
import { requireSandbox } from './sandbox/find-sandbox.ts';
import { runTasks } from './schedule/run-tasks.ts';
import { checkSpace } from './survey/check-space.ts';
import type { Run } from './survey/run.ts';
import { warnUndeclared } from './survey/warn-undeclared.ts';

/** Runs what the survey did not find up to date, once nothing speaks against it; the results of all that is up to date then. */
export async function runRest(
  run: Run,
  jobs: number,
  session: Session | undefined,
): Promise<Map<string, LockedInstance>> {
  const { options, selected, survey } = run;
  const stale = selected.filter(({ id }) => survey.findings.get(id)!.state !== 'hit');
  await options.validate?.(stale);
  const forecast = stale.length === 0 ? undefined : await options.forecast?.(stale);
  if (forecast !== undefined) checkSpace(run, forecast.bytes);
  // A node of a cluster finds its own.
  const sandboxed = stale.find(({ sandbox, executor }) => sandbox !== undefined && executor !== 'slurm');
  if (sandboxed) requireSandbox(sandboxed);
  warnUndeclared(run, stale);
  return await runTasks(run, jobs, session, forecast?.durationsMs);
}
