import { quantileSorted } from 'simple-statistics';
import { createRandom } from '../random.ts';
import type { Interval } from './bootstrap.ts';
import { seedClusters, type Seeded } from './seed-clusters.ts';

/** A run's number. */
export interface SeededValue extends Seeded {
  readonly value: number;
}

/** Draws of the seeds. */
const draws = 400;

/**
 * How far a statistic of runs moves with the seeds: its 2.5 % and 97.5 % percentiles over draws of both seeds, and itself.
 * @param runs of one experiment
 * @param statistic of the drawn values; a run that is drawn twice stands twice
 * @returns where the statistic lies; undefined for fewer than two runs
 */
export function seedSpread(
  runs: readonly SeededValue[],
  statistic: (values: number[]) => number,
): Interval | undefined {
  if (runs.length < 2) return undefined;
  const clusters = seedClusters(runs);
  const random = createRandom(0, 'seed spread');
  const found: number[] = [];
  while (found.length < draws) {
    const weights = clusters.draw(random);
    const values = runs.flatMap(({ value }, run) => Array.from({ length: weights[run]! }, () => value));
    if (values.length > 0) found.push(statistic(values));
  }
  const whole = statistic(runs.map(({ value }) => value));
  found.sort((a, b) => a - b);
  return {
    low: Math.min(whole, quantileSorted(found, 0.025)),
    high: Math.max(whole, quantileSorted(found, 0.975)),
  };
}
