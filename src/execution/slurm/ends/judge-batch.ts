import type { CacheFolder } from '../../../cache/files/cache-folder.ts';
import type { Batch, Entry } from '../batch/batch.ts';
import { readBatch } from '../batch/read-batch.ts';
import { cancelJobs } from '../client/cancel-jobs.ts';
import { waitsForEver } from '../client/job-states.ts';
import { taskName } from '../client/parse-states.ts';
import { failForEver, judgeTask, type Judging } from './judge-task.ts';

/** The tasks of a batch that are over for so long that no result will come. */
export interface OverTasks {
  over(batch: Batch, now: number): number[];
}

/** Decides on the tasks that are over without a result, and on those that will never start; gives what is to be submitted again. */
export function judgeBatch(cache: CacheFolder, batch: Batch, watch: OverTasks, judging: Judging): Entry[] {
  const now = performance.now();
  const over = watch.over(batch, now);
  // Between the last look and the end of the job.
  if (over.length > 0) readBatch(cache, batch, now);
  const again = over.flatMap((task) => judgeTask(cache, batch, task, judging));
  const stuck = batch.open().filter((task) => waitsForEver(batch.tasks[task]!.state));
  if (stuck.length > 0) void cancelJobs(stuck.map((task) => taskName(batch.job, task)));
  for (const task of stuck) failForEver(batch, task);
  return again;
}
