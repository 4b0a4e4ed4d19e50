import type { ActionEntry } from '../../../cache/actions/action-index.ts';
import type { Digest } from '../../../cache/files/digest.ts';
import { isPublished } from '../../../cache/publication.ts';
import type { Reason } from '../../survey/reason.ts';
import type { Run } from '../../survey/run.ts';
import type { Task } from '../task.ts';

/** Whether a result does as it is: its bytes may be gone unless they are still to be published. */
export function isEnough({ index }: Run, { instance }: Task, { dropped, output }: ActionEntry): boolean {
  return !dropped || isPublished(index, instance.publish, output);
}

/** Looks in the cache for a task whose inputs are known by now: gives its result, or why it has to run. */
export function lookAtTask(
  run: Run,
  task: Task,
  outputOf: (id: string) => Digest,
): { entry: ActionEntry } | { reasons: Reason[] } {
  const { instance } = task;
  const finding = task.finding ?? run.survey.find(instance, outputOf, task.mustRun !== undefined);
  task.finding = undefined;
  task.resolved = finding.resolved;
  if (finding.state === 'hit') return { entry: finding.entry };
  const reasons = task.mustRun ?? finding.reasons;
  // What was found damaged is gone now: looking again would only find the gap, or the record of what was dropped.
  if (reasons.some(({ kind }) => /^(damage|missing-output|dropped-unpublished)$/.test(kind)))
    task.mustRun = reasons;
  return { reasons };
}
