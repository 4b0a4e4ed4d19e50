import type { Instance } from '../../pipeline/plan/plan.ts';
import { neededIds } from '../../pipeline/plan/upstream.ts';
import { type ExpectedCost, expectCosts } from './expected-costs.ts';
import type { CostObservation } from './observations.ts';

/** What a run is expected to cost. */
export interface CostForecast {
  /** Instances that are expected to run, and how many of them nothing is known about: these count as nothing. */
  instances: number;
  unknown: number;
  /** Processor time of all, and the time that it takes with so many at once on idle cores. */
  coreMs: number;
  wallMs: number;
  jobs: number;
  /** The most that as many instances as run at once may need together. */
  peakMemoryBytes: number;
  /** What is added to the cache; of outputs that are dropped again, the largest ones of so many instances. */
  diskBytes: number;
  /** Factor by which the processor time of an instance typically differs from what was expected; where it could be measured. */
  errorFactor?: number;
}

/**
 * Adds up what the instances that are to run (`isDue`) will cost.
 * @param instances the plan, in topological order
 * @param jobs how many run at once
 */
export function forecastCost(
  instances: readonly Instance[],
  isDue: (id: string) => boolean,
  observations: readonly CostObservation[],
  jobs: number,
): CostForecast {
  const due = instances.filter(({ id }) => isDue(id));
  const { expected, errorFactor } = expectCosts(instances, isDue, observations);
  const factor = errorFactor();
  return {
    instances: due.length,
    unknown: due.length - expected.length,
    coreMs: sumOf(expected.map(({ coreMs }) => coreMs)),
    wallMs: wallMs(expected, jobs),
    jobs,
    peakMemoryBytes: sumOfLargest(
      expected.map(({ peakMemoryBytes }) => peakMemoryBytes),
      jobs,
    ),
    diskBytes: diskBytes(expected, jobs),
    ...(factor > 1 && { errorFactor: factor }),
  };
}

/** The cores stay busy, but no sooner than the longest chain of instances that wait for each other. */
function wallMs(expected: readonly ExpectedCost[], jobs: number): number {
  const ends = new Map<string, number>();
  // Instances that collect the same share one list: it is walked once.
  const latest = new Map<readonly string[], number>();
  const endOf = (ids: readonly string[]): number => {
    const known = latest.get(ids) ?? ids.reduce((last, id) => Math.max(last, ends.get(id) ?? 0), 0);
    latest.set(ids, known);
    return known;
  };
  let slotMs = 0;
  let longest = 0;
  for (const { instance, coreMs } of expected) {
    const threads = Math.min(instance.threads, jobs);
    const ownMs = coreMs / threads;
    const start = Object.values(instance.needs).reduce(
      (last, need) => Math.max(last, endOf(neededIds(need))),
      0,
    );
    ends.set(instance.id, start + ownMs);
    longest = Math.max(longest, start + ownMs);
    slotMs += ownMs * threads;
  }
  return Math.max(slotMs / jobs, longest);
}

/** What is added to the cache; of outputs that are dropped again, the largest ones of so many instances. */
export function diskBytes(expected: readonly ExpectedCost[], jobs: number): number {
  const kept = expected.filter(({ instance }) => !instance.temporary).map(({ sizeBytes }) => sizeBytes);
  const passing = expected.filter(({ instance }) => instance.temporary).map(({ sizeBytes }) => sizeBytes);
  return sumOf(kept) + sumOfLargest(passing, jobs);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function sumOfLargest(values: readonly number[], count: number): number {
  return sumOf([...values].sort((a, b) => b - a).slice(0, count));
}
