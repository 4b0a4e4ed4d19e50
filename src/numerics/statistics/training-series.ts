import { afterTransient, type AtIteration } from './transient.ts';

/**
 * Change of a quantity over training (reading R11): its value at each snapshot divided by its value at the first snapshot at or
 * after an iteration; snapshots before that, in the transient, are left out.
 * @param snapshots in order of iteration
 * @param quantity of a snapshot
 * @param ignoreBefore first iteration that counts; without it, all do
 * @returns one ratio a remaining snapshot, the first of them 1; empty where none remains
 * @example
 * const snapshots = [{ iteration: 0, loss: 9 }, { iteration: 10, loss: 4 }, { iteration: 20, loss: 2 }];
 * console.log(changeOverTraining(snapshots, ({ loss }) => loss, 10).join(' ')); // 1 0.5
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
 * The largest value of a quantity over training, without the transient: max P^1_{Δ,J} of Eq. 9 (section 5).
 * @param snapshots in order of iteration
 * @param quantity of a snapshot
 * @param ignoreBefore first iteration that counts; without it, all do
 * @returns the maximum; undefined where no snapshot remains
 * @example
 * const snapshots = [{ iteration: 0, value: 9 }, { iteration: 10, value: 4 }];
 * console.log(peakOverTraining(snapshots, ({ value }) => value, 10)); // 4
 */
export function peakOverTraining<Snapshot extends AtIteration>(
  snapshots: readonly Snapshot[],
  quantity: (snapshot: Snapshot) => number,
  ignoreBefore = 0,
): number | undefined {
  const values = afterTransient(snapshots, ignoreBefore).map(quantity);
  return values.length === 0 ? undefined : Math.max(...values);
}
