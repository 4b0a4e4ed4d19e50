/** When θ is kept: the same flow times for every solver. */
export interface SnapshotSchedule {
  /** η, the largest step of exponential Euler: the unit of the schedule. */
  readonly maxStepSize: number;
  /** Snapshots lie this many η apart. */
  readonly snapshotEvery: number;
}

/** The end of the transient in units of η, where analyses begin (reading R9). */
const transient = 10;

/**
 * Flow times of the snapshots: 0, 10η, then every multiple of snapshotEvery·η.
 *
 * @param schedule η and the distance
 * @param index number of the snapshot, from 0
 * @returns flow time t
 */
export function snapshotTime({ maxStepSize, snapshotEvery }: SnapshotSchedule, index: number): number {
  // The transient's end comes in its order; where it is itself a multiple, it is not there twice.
  const before = Math.ceil(transient / snapshotEvery) - 1;
  const extra = transient % snapshotEvery === 0 ? 0 : 1;
  if (extra === 1 && index === before + 1) return transient * maxStepSize;
  const multiple = index <= before ? index : index - extra;
  return multiple * snapshotEvery * maxStepSize;
}
