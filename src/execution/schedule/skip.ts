import type { Run } from '../survey/run.ts';
import type { Task } from './task.ts';
import { tellSkippedBelow, tellStopped } from './tell.ts';

/** What waits for a task that failed is not run, nor what waits for that. */
export function skipBelow(run: Run, failed: Task): void {
  for (const task of failed.waitingBelow()) {
    task.skip();
    tellSkippedBelow(run, task, failed);
  }
}

/** What was not started when the run stopped is not run. */
export function skipRest(run: Run, tasks: Iterable<Task>): void {
  for (const task of tasks) {
    if (task.isOver) continue;
    task.skip();
    tellStopped(run, task);
  }
}
