import { existsSync } from 'node:fs';
import type { ActionEntry } from '../../cache/actions/action-index.ts';
import { logPath, logTail } from '../../cache/log-file.ts';
import type { ErrorReport } from '../event.ts';
import { rerunCommand } from './failure.ts';
import type { RunScope } from '../run-scope.ts';
import type { Task } from './task.ts';

const TAIL_LINES = 20;

/** The members that every event about an instance has. */
export function named({ instance }: Task): { instance: string; stage: string } {
  return { instance: instance.id, stage: instance.stage };
}

/** Says that the result of a task was in the cache. */
export function tellHit({ emit }: RunScope, task: Task, { output, metrics, durationMs }: ActionEntry): void {
  emit({ type: 'instance-hit', ...named(task), key: task.resolved!.key, output, metrics, durationMs });
}

/** Says that a task has a new result, and whether its bytes are other than before. */
export function tellFinished(scope: RunScope, task: Task, entry: ActionEntry, shared: boolean): void {
  const { key } = task.resolved!;
  const { output, metrics, durationMs, files, sizeBytes } = entry;
  const before = scope.previous(task.instance.id);
  const changed = before?.output !== output;
  if (before?.key === key && changed) {
    scope.emit({ type: 'output-differs', ...named(task), key, before: before.output, after: output });
  }
  const result = { key, output, metrics, durationMs, files, sizeBytes, changed, shared };
  scope.emit({ type: 'instance-finished', ...named(task), ...result });
}

/** Says that a task failed, with the end of its log and how to run it again. */
export function tellFailed({ cache, emit }: RunScope, task: Task, error: ErrorReport): void {
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

/** Marks everything below a failed task as skipped, and says so. */
export function skipBelow({ emit }: RunScope, failed: Task): void {
  const below = [...failed.waiters];
  for (let task = below.pop(); task; task = below.pop()) {
    if (task.state !== 'waiting') continue;
    task.state = 'skipped';
    emit({
      type: 'instance-skipped',
      ...named(task),
      because: 'upstream-failed',
      upstream: failed.instance.id,
    });
    for (const waiter of task.waiters) below.push(waiter);
  }
}

/** Marks what was not started as skipped, and says so. */
export function skipRest({ emit }: RunScope, tasks: Iterable<Task>): void {
  for (const task of tasks) {
    if (['done', 'failed', 'interrupted', 'skipped'].includes(task.state)) continue;
    task.state = 'skipped';
    emit({ type: 'instance-skipped', ...named(task), because: 'stopped' });
  }
}
