import type { ActionEntry } from '../../../cache/actions/action-index.ts';
import type { Digest } from '../../../cache/files/digest.ts';
import type { Problem } from '../../../cache/outputs/output-check.ts';
import type { ClaimOwner } from '../../../cache/remotes/remote-claims.ts';
import { isBadInput } from '../../error-report.ts';
import type { ErrorReport } from '../../event.ts';
import type { AttemptResult } from '../../executor.ts';
import type { Run } from '../../survey/run.ts';
import { failureOf, isInterruption } from '../failure.ts';
import { putAside } from '../put-aside.ts';
import type { RunResult } from '../task-runner.ts';
import type { Task } from '../task.ts';
import { entryOf } from '../tell.ts';

/** What follows from how running a task ended. */
export type Outcome =
  /** `shared`: somebody else has made it meanwhile. */
  | { next: 'done'; entry: ActionEntry; shared: boolean }
  | { next: 'wait'; owner: ClaimOwner }
  /** Its inputs are made again first. */
  | { next: 'inputs'; damaged: Map<Digest, Problem[]> }
  | { next: 'interrupted'; result: AttemptResult }
  | { next: 'retry'; error: ErrorReport; delayMs: number }
  | { next: 'failed'; error: ErrorReport };

/**
 * Judges a result, and sets right in the index and the store what it says about them.
 * @param going - whether the run goes on, and whether somebody asked it to stop
 */
export function outcomeOf(
  run: Run,
  task: Task,
  result: RunResult,
  going: { stopping: boolean; interrupted: boolean },
): Outcome {
  switch (result.type) {
    case 'stored': {
      const { record, replaced } = result;
      if (replaced) run.emit({ type: 'cache-repaired', what: 'output', ...replaced, action: 'recomputed' });
      return { next: 'done', entry: entryOf(run, record, result.manifest), shared: false };
    }
    case 'made-elsewhere': {
      const { record, manifest } = result.obtained;
      return { next: 'done', entry: entryOf(run, record, manifest), shared: true };
    }
    case 'computed-elsewhere':
      return { next: 'wait', owner: result.owner };
    case 'damaged-inputs':
      return { next: 'inputs', damaged: result.damaged };
    case 'compared':
    case 'crashed':
    case 'failed':
    case 'left':
    case 'stopped':
    case 'verified':
      if (isInterruption(result, going.interrupted)) return { next: 'interrupted', result };
  }
  if (result.type === 'failed' && result.damaged)
    putAside(run, task, new Map(result.damaged.map(({ output, problems }) => [output, problems])));
  const error = failureOf(task.instance, result)!;
  if (task.attempt > task.instance.retries || going.stopping || isBadInput(error))
    return { next: 'failed', error };
  const delayMs = (run.options.retryDelayMs ?? 1000) * 2 ** (task.attempt - 1);
  return { next: 'retry', error, delayMs };
}
