import type { CacheFolder } from '../../cache/files/cache-folder.ts';
import { present } from '../../present.ts';
import type { BatchFolder, BatchRecord } from './batch/batch-folder.ts';
import { batchFolders } from './batch/earlier-batches.ts';
import { hasEnded, queuedStates } from './client/job-states.ts';
import { type JobState, taskName } from './client/parse-states.ts';

/** How far an instance is that is a job of the cluster. */
export interface InstanceJob {
  instance: string;
  stage: string;
  /** In the cluster's words. */
  job: string;
  /** ended: its result waits for the next run. */
  state: 'queued' | 'running' | 'ended';
  /** Why it waits, as far as Slurm can be asked from here. */
  reason?: string;
  node?: string;
  fraction?: number;
  message?: string;
}

/** The jobs that are written down in a cache, in the order of their batches: any machine that sees the folder can tell. */
export async function jobOverview(cache: CacheFolder): Promise<InstanceJob[]> {
  const batches = batchFolders(cache).flatMap((folder) => {
    const [record, job] = [folder.record(), folder.job];
    return record !== undefined && job !== undefined ? [{ folder, record, job }] : [];
  });
  if (batches.length === 0) return [];
  const states = await queuedStates(batches.map(({ record }) => record.token));
  return batches.flatMap(({ folder, record, job }) =>
    record.tasks.flatMap((members, task) => {
      const state = states?.get(taskName(job, task));
      return members.flatMap(
        (_, position) => instanceJob(folder, record, { job, task, position }, state) ?? [],
      );
    }),
  );
}

/** Nothing for what is in the cache already. */
function instanceJob(
  folder: BatchFolder,
  { tasks }: BatchRecord,
  { job, task, position }: { job: string; task: number; position: number },
  state: JobState | undefined,
): InstanceJob | undefined {
  const { instance, stage } = tasks[task]![position]!;
  const named = { instance, stage, job: taskName(job, task) };
  const isOver = state !== undefined && hasEnded(state);
  const result = folder.result(task, position);
  if (result?.type === 'stored') return undefined;
  if (isOver || result !== undefined) return { ...named, state: 'ended' };
  const { news } = folder.news(task, position, 0);
  if (news.length === 0) return { ...named, state: 'queued', ...present({ reason: state?.reason }) };
  const last = news.findLast((said) => said.type === 'progress');
  return {
    ...named,
    state: 'running',
    ...present({ node: folder.begun(task)?.node, fraction: last?.fraction, message: last?.message }),
  };
}
