import { afterTransient, type AtIteration } from './transient.ts';

/**
 * Change of a quantity over training (reading R11): its value at each snapshot divided by its value at the first snapshot at or
 * after an iteration; snapshots before that, in the transient, are left out.
 * @param snapshots in order of iteration
 * @param quantity of a snapshot
 * @param ignoreBefore first iteration that counts; without it, all do
 * @returns one ratio a remaining snapshot, the first of them 1; empty where none remains
 */
export function changeOverTraining<Snapshot extends AtIteration>(
  snapshots: readonly Snapshot[],
  quantity: (snapshot: Snapshot) => number,
  ignoreBefore = 0,
): number[] {
  const values = afterTransient(snapshots, ignoreBefore).map(quantity);
  return values.map((value) => value / values[0]!);
}

/**
 * The largest value of a quantity over training, without the transient (section 6).
 * @param snapshots in order of iteration
 * @param quantity of a snapshot
 * @param ignoreBefore first iteration that counts; without it, all do
 * @returns the maximum; undefined where no snapshot remains
 */
export function peakOverTraining<Snapshot extends AtIteration>(
  snapshots: readonly Snapshot[],
  quantity: (snapshot: Snapshot) => number,
  ignoreBefore = 0,
): number | undefined {
  const values = afterTransient(snapshots, ignoreBefore).map(quantity);
  return values.length === 0 ? undefined : Math.max(...values);
}
