/** What is known about a running piece of work. */
export interface RunningWork {
  elapsedMs: number;
  /** Its own progress, 0 to 1. */
  fraction?: number | undefined;
  /** How long it is expected to take as a whole. */
  expectedMs?: number | undefined;
}

/** Progress below this says nothing about the time that is left, beyond that everything. */
const TELLING_FRACTION = 0.05;
const TRUSTED_FRACTION = 0.5;

/**
 * The time that is left of running work: by what is expected, and the further it has come the more by its own progress, whose pace at
 * the beginning is not that of the whole.
 */
export function leftMs({ elapsedMs, fraction, expectedMs }: RunningWork): number | undefined {
  const expected = expectedMs === undefined ? undefined : Math.max(0, expectedMs - elapsedMs);
  if (fraction === undefined || fraction <= TELLING_FRACTION) return expected;
  const own = (elapsedMs * (1 - fraction)) / fraction;
  const trust = Math.min(1, fraction / TRUSTED_FRACTION);
  return expected === undefined ? own : trust * own + (1 - trust) * expected;
}

/** Work that is left: of a running instance what is left of it. */
export interface RemainingWork {
  expectedMs: number | undefined;
  threads: number;
}

/**
 * The time left if the slots stay busy: all expected slot time over the slots, and at least the longest single piece.
 * Undefined where nothing is known about most of the work.
 */
export function remainingMs(work: Iterable<RemainingWork>, slots: number): number | undefined {
  let slotMs = 0;
  let longestMs = 0;
  let known = 0;
  let unknown = 0;
  for (const { expectedMs, threads } of work) {
    if (expectedMs === undefined) unknown++;
    else {
      known++;
      slotMs += expectedMs * Math.min(threads, slots);
      longestMs = Math.max(longestMs, expectedMs);
    }
  }
  if (unknown > known) return undefined;
  // The unknown ones count as an average one.
  const whole = known === 0 ? 0 : slotMs * (1 + unknown / known);
  return Math.round(Math.max(whole / slots, longestMs));
}
