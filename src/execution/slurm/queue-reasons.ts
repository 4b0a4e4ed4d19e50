import type { Batch } from './batch/batch.ts';

/** Of each stage how many instances wait in the queue, by the reason that Slurm gives. */
export function queueReasons(batches: Iterable<Batch>): Map<string, Record<string, number>> {
  const found = new Map<string, Record<string, number>>();
  for (const { entries, tasks } of batches)
    for (const { task, begun, entry } of entries) {
      const { state, endedMs } = tasks[task]!;
      if (begun || endedMs !== undefined || state?.state !== 'PENDING') continue;
      const reasons = found.get(entry.stage) ?? {};
      found.set(entry.stage, reasons);
      const { reason = 'Priority' } = state;
      reasons[reason] = (reasons[reason] ?? 0) + 1;
    }
  return found;
}
