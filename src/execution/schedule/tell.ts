import { existsSync } from 'node:fs';
import type { ActionEntry } from '../../cache/actions/action-index.ts';
import { logPath, logTail } from '../../cache/log-file.ts';
import type { ErrorReport } from '../event.ts';
import type { AttemptResult } from '../executor.ts';
import type { Reason } from '../survey/reason.ts';
import type { Run } from '../survey/run.ts';
import { rerunCommand } from './failure.ts';
import type { Task } from './task.ts';

const TAIL_LINES = 20;

/** The members that every event about an instance has. */
export function named({ instance }: Task): { instance: string; stage: string } {
  return { instance: instance.id, stage: instance.stage };
}

/** Says that a task has to run, and why. */
export function tellStale({ emit }: Run, task: Task, reasons: Reason[]): void {
  emit({ type: 'instance-stale', ...named(task), key: task.resolved!.key, reasons });
}

/** Says that the result of a task was in the cache. */
export function tellHit({ emit }: Run, task: Task, { output, metrics, durationMs }: ActionEntry): void {
  emit({ type: 'instance-hit', ...named(task), key: task.resolved!.key, output, metrics, durationMs });
}

/** Says that a task has a new result, and whether its bytes are other than before. */
export function tellFinished(run: Run, task: Task, entry: ActionEntry, shared: boolean): void {
  const { key } = task.resolved!;
  const { output, metrics, durationMs, files, sizeBytes } = entry;
  const before = run.previous(task.instance.id);
  const changed = before?.output !== output;
  if (before?.key === key && changed) {
    run.emit({ type: 'output-differs', ...named(task), key, before: before.output, after: output });
  }
  const result = { key, output, metrics, durationMs, files, sizeBytes, changed, shared };
  run.emit({ type: 'instance-finished', ...named(task), ...result });
}

/** Says that a task failed, with the end of its log and how to run it again. */
export function tellFailed({ cache, emit }: Run, task: Task, error: ErrorReport): void {
  const { id, stage } = task.instance;
  const log = task.resolved && logPath(cache, stage, id, task.resolved.key);
  const there = log !== undefined && existsSync(log);
  emit({
    type: 'instance-failed',
    ...named(task),
    error,
    ...(there && { log }),
    logTail: there ? logTail(log, TAIL_LINES) : [],
    rerun: rerunCommand(id),
  });
}

/** Says that an attempt failed and when the next one follows. */
export function tellRetried({ emit }: Run, task: Task, error: ErrorReport, delayMs: number): void {
  emit({ type: 'instance-retried', ...named(task), attempt: task.attempt, delayMs, error });
}

/** Says that a task was stopped, and whether it can go on from a checkpoint; or that it goes on as a job of a cluster. */
export function tellInterrupted({ cache, emit }: Run, task: Task, result: AttemptResult): void {
  if (result.type === 'left') {
    emit({ type: 'instance-left', ...named(task), job: result.job });
    return;
  }
  const checkpoint = existsSync(cache.checkpointsOf(task.resolved!.key));
  emit({ type: 'instance-interrupted', ...named(task), checkpoint });
}

/** Says that a task is not run because a task upstream failed. */
export function tellSkippedBelow({ emit }: Run, task: Task, failed: Task): void {
  const upstream = failed.instance.id;
  emit({ type: 'instance-skipped', ...named(task), because: 'upstream-failed', upstream });
}

/** Says that a task is not run because the run stops. */
export function tellStopped({ emit }: Run, task: Task): void {
  emit({ type: 'instance-skipped', ...named(task), because: 'stopped' });
}
