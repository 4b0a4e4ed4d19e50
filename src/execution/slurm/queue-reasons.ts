import type { Batch } from './batch/batch.ts';

/** How many instances wait in the queue, by the reason that Slurm gives; those that Slurm has said nothing about yet have none. */
export function queueReasons(batches: Iterable<Batch>): Record<string, number> {
  const reasons: Record<string, number> = {};
  for (const { entries, tasks } of batches)
    for (const { task, begun } of entries) {
      const { state, endedMs } = tasks[task]!;
      if (begun || endedMs !== undefined || state?.state !== 'PENDING') continue;
      const reason = state.reason ?? 'Priority';
      reasons[reason] = (reasons[reason] ?? 0) + 1;
    }
  return Object.fromEntries(Object.entries(reasons).sort(([a], [b]) => (a < b ? -1 : 1)));
}
