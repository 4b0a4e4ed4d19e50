/** A snapshot's place in its training. */
export interface AtIteration {
  readonly iteration: number;
}

/**
 * Change of a quantity over training (reading R11): its value at each snapshot divided by its value at the first snapshot at or
 * after an iteration; snapshots before that, in the transient, are left out.
 * @param snapshots in order of iteration
 * @param quantity of a snapshot
 * @param ignoreBefore first iteration that counts
 * @returns one ratio a remaining snapshot, the first of them 1; empty where none remains
 */
export function changeOverTraining<Snapshot extends AtIteration>(
  snapshots: readonly Snapshot[],
  quantity: (snapshot: Snapshot) => number,
  ignoreBefore: number,
): number[] {
  const values = afterTransient(snapshots, ignoreBefore).map(quantity);
  return values.map((value) => value / values[0]!);
}

/**
 * The largest value of a quantity over training, without the transient (section 6).
 * @param snapshots in order of iteration
 * @param quantity of a snapshot
 * @param ignoreBefore first iteration that counts
 * @returns the maximum; undefined where no snapshot remains
 */
export function peakOverTraining<Snapshot extends AtIteration>(
  snapshots: readonly Snapshot[],
  quantity: (snapshot: Snapshot) => number,
  ignoreBefore: number,
): number | undefined {
  const values = afterTransient(snapshots, ignoreBefore).map(quantity);
  return values.length === 0 ? undefined : Math.max(...values);
}

function afterTransient<Snapshot extends AtIteration>(
  snapshots: readonly Snapshot[],
  ignoreBefore: number,
): Snapshot[] {
  return snapshots.filter(({ iteration }) => iteration >= ignoreBefore);
}
