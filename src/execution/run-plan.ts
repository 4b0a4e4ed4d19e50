import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { CacheFolder } from '../cache/files/cache-folder.ts';
import { isPublished } from '../cache/publication.ts';
import { cleanLeftBehind } from '../cache/sessions/left-behind.ts';
import { introduceProject } from '../cache/projects/known-project.ts';
import { type LockedInstance, isLockFile, writeLockFile } from '../cache/lock-file.ts';
import { Session } from '../cache/sessions/session.ts';
import { withLock } from '../cache/sessions/with-lock.ts';
import { PipelineError } from '../pipeline/faults/error.ts';
import type { Plan } from '../pipeline/plan/plan.ts';
import { EVENT_VERSION, type Emit, type EventListener, type RunSummary } from './event.ts';
import type { RunOptions } from './run-options.ts';
import { lockFileOf, openRun, readLocked } from './survey/open-run.ts';
import { repairLookup } from './survey/repair.ts';
import type { Run } from './survey/run.ts';
import { waitForGc } from './survey/wait-for-gc.ts';
import { RunTally } from './run-tally.ts';

export type { RunOptions };

/** Brings the plan (or its targets) up to date; installs the handlers of SIGINT and SIGTERM while something runs. */
export async function runPlan(plan: Plan, options: RunOptions, onEvent: EventListener): Promise<RunSummary> {
  const tally = new RunTally(plan.instances);
  const emit: Emit = (event) => {
    tally.count(event);
    onEvent({ version: EVENT_VERSION, time: new Date().toISOString(), ...event });
  };
  const cache = new CacheFolder(options.cacheFolder);
  cache.create();
  const left = cleanLeftBehind(cache);
  const session = announce(cache);
  try {
    if (session !== undefined && existsSync(cache.jobs)) {
      const { cleanFinishedBatches } = await import('./slurm/batch/finished-batches.ts');
      cleanFinishedBatches(cache);
    }
    await waitForGc(cache, emit);
    if (session !== undefined) introduceProject(cache, plan.root, lockFileOf(plan, options));
    const run = await openRun(plan, options, cache, emit, (instance, lookup) => {
      repairLookup(cache, instance.id, lookup, emit);
    });
    const jobs = options.jobs ?? availableParallelism();
    const total = run.selected.length;
    const { title, profile } = plan;
    emit({ type: 'run-started', title, profile, instances: total, jobs, cache: cache.root });
    if (left.sessions + left.staging + left.locks > 0) emit({ type: 'cache-cleaned', ...left });
    await options.beforeLook?.();
    const results = await bringUpToDate(run, jobs, session);
    if (options.request && results.size === total) {
      const { rememberRun } = await import('./survey/remember-run.ts');
      rememberRun(run, options.request, results);
    }
    const summary = tally.summary(total);
    emit({ type: 'run-finished', summary });
    return summary;
  } finally {
    session?.close();
  }
}

/** A cache that cannot be written still tells what is up to date; where something has to run, that fails by its name. */
function announce(cache: CacheFolder): Session | undefined {
  try {
    return new Session(cache);
  } catch (error) {
    if (error instanceof PipelineError) return undefined;
    throw error;
  }
}

type Results = Map<string, LockedInstance>;

/** Looks at every instance, runs what is not up to date and writes the lock file; the results of all that is up to date now. */
async function bringUpToDate(run: Run, jobs: number, session: Session | undefined): Promise<Results> {
  try {
    const found = lookAtAll(run);
    const ran = !isDone(run, found);
    // What running needs is loaded only where something runs.
    const results = ran ? await (await import('./run-rest.ts')).runRest(run, jobs, session) : found;
    await writeLock(run, results, session);
    await accompany(run, results, ran);
    return results;
  } finally {
    run.index.close();
  }
}

/** Asks the cache about each instance, in the order of the plan; the results that are there. */
function lookAtAll({ selected, survey, index, emit, isForced }: Run): Results {
  const results: Results = new Map();
  for (const instance of selected) {
    const { id, stage } = instance;
    const finding = survey.look(instance, isForced(id));
    if (finding.state !== 'hit') continue;
    const { key } = finding.resolved;
    const { output, metrics, durationMs } = finding.entry;
    emit({ type: 'instance-hit', instance: id, stage, key, output, metrics, durationMs });
    if (index.get('instance', id) !== key) index.set('instance', id, key);
    results.set(id, { key, output, metrics });
  }
  return results;
}

/** Lets companions be written beside what is published, and takes the signatures of the folders down again. */
async function accompany(run: Run, results: Results, ran: boolean): Promise<void> {
  const { accompany: write } = run.options;
  if (write === undefined || !isDone(run, results)) return;
  await write(results, ran);
  isDone(run, results);
}

/** Everything is up to date, and every published folder holds its copy. */
function isDone({ selected, index }: Run, results: Results): boolean {
  return (
    results.size === selected.length &&
    selected.every(({ id, publish }) => isPublished(index, publish, results.get(id)!.output))
  );
}

/**
 * Lines of instances that were not brought up to date stay, also those that another run has written meanwhile; those of instances
 * that left the pipeline go. Of several runs that end at the same time, one after the other adds its lines.
 */
async function writeLock(run: Run, results: Results, session: Session | undefined): Promise<void> {
  const { cache, lockFile } = run;
  const write = (): void => {
    writeLockFile(lockFile, linesNow(run, results));
  };
  if (isLockFile(lockFile, linesNow(run, results))) return;
  if (session === undefined) write();
  else await withLock(cache, session.owner, `writing ${lockFile}`, write);
}

function linesNow({ plan, lockFile }: Run, results: Results): Results {
  const isWhole = plan.narrowed !== true && plan.instances.every(({ id }) => results.has(id));
  // What could not be read was said at the start.
  const before = isWhole ? new Map<string, LockedInstance>() : readLocked(lockFile, () => undefined);
  const lines: Results = new Map(plan.narrowed === true ? before : undefined);
  for (const { id } of plan.instances) {
    const line = results.get(id) ?? before.get(id);
    if (line) lines.set(id, line);
  }
  return lines;
}
