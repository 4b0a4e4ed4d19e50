/**
 * The iteration at which the transient ends, unless a parameter says otherwise (reading R9): there is a snapshot at it, and
 * analyses begin with it.
 */
export const endOfTransient = 10;

/** A snapshot's place in its training. */
export interface AtIteration {
  readonly iteration: number;
}

/**
 * The snapshots that count: those at or after an iteration.
 * @param snapshots in order of iteration
 * @param ignoreBefore first iteration that counts
 * @returns new list, in the order given
 */
export function afterTransient<Snapshot extends AtIteration>(
  snapshots: readonly Snapshot[],
  ignoreBefore: number,
): Snapshot[] {
  return snapshots.filter(({ iteration }) => iteration >= ignoreBefore);
}
