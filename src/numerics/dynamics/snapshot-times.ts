import { endOfTransient } from '../statistics/transient.ts';

/** When θ is kept: the same flow times for every solver. */
export interface SnapshotSchedule {
  /** η, the largest step of exponential Euler: the unit of the schedule. */
  readonly maxStepSize: number;
  /** Snapshots lie this many η apart. */
  readonly snapshotEvery: number;
}

/**
 * Flow times of the snapshots: 0, 10η, then every multiple of snapshotEvery·η.
 *
 * @param schedule η and the distance
 * @param index number of the snapshot, from 0
 * @returns flow time t
 */
export function snapshotTime({ maxStepSize, snapshotEvery }: SnapshotSchedule, index: number): number {
  // The transient's end comes in its order; where it is itself a multiple, it is not there twice.
  const before = Math.ceil(endOfTransient / snapshotEvery) - 1;
  const extra = endOfTransient % snapshotEvery === 0 ? 0 : 1;
  if (extra === 1 && index === before + 1) return endOfTransient * maxStepSize;
  const multiple = index <= before ? index : index - extra;
  return multiple * snapshotEvery * maxStepSize;
}

/**
 * Tells whether a step reaches the time of a snapshot, so that the end of the step is kept.
 *
 * A time within 1e-9 η after the end counts as reached, since times of many equal steps are rounded; it is then not reached
 * again by the next step.
 *
 * @param schedule η and the distance
 * @param begin flow time at the start of the step
 * @param end flow time at its end
 * @returns whether a scheduled time lies in (begin, end]
 */
export function reachesSnapshot(schedule: SnapshotSchedule, begin: number, end: number): boolean {
  const slack = 1e-9 * schedule.maxStepSize;
  // Index 1 is 10η or earlier; from there on times lie snapshotEvery·η apart, so that few indices need a look.
  const first = Math.max(0, Math.floor(begin / (schedule.snapshotEvery * schedule.maxStepSize)) - 1);
  for (let index = first; ; index++) {
    const time = snapshotTime(schedule, index);
    if (time > end + slack) return false;
    if (time > begin + slack) return true;
  }
}
