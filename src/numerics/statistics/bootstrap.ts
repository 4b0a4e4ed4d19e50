import { quantileSorted } from 'simple-statistics';
import { createRandom } from '../random.ts';
import { fitPowerLaw, powerLawObstacle, type PowerLawParameters, type PowerLawPoint } from './power-law.ts';

/** Where 95 % of the resampled values lie. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Intervals of a fitted law. */
export type PowerLawIntervals = Record<'coefficient' | 'exponent' | 'determination', Interval>;

/**
 * Bootstrap 95 % intervals of a power law: percentiles 2.5 and 97.5 over fits to runs drawn with replacement (section 6).
 *
 * A draw that cannot be fitted, because all its runs have the same size, is drawn again.
 * @param points one a run
 * @param resamples number of draws
 * @param seed of the draws; equal seeds give equal intervals
 * @returns intervals of c_1, c_2 and R² in log space
 * @throws {RangeError} with the reason, where a law cannot be fitted to the points themselves
 */
export function bootstrapPowerLaw(
  points: readonly PowerLawPoint[],
  resamples: number,
  seed: number,
): PowerLawIntervals {
  const obstacle = powerLawObstacle(points);
  if (obstacle !== undefined) throw new RangeError(`bootstrapPowerLaw: ${obstacle}`);
  const random = createRandom(seed, 'bootstrap');
  const draws: PowerLawParameters[] = [];
  while (draws.length < resamples) {
    const drawn = points.map(() => points[Math.floor(random.uniform() * points.length)]!);
    if (powerLawObstacle(drawn) === undefined) draws.push(fitPowerLaw(drawn));
  }
  const interval = (of: (draw: PowerLawParameters) => number): Interval => {
    const sorted = draws.map(of).sort((a, b) => a - b);
    return { low: quantileSorted(sorted, 0.025), high: quantileSorted(sorted, 0.975) };
  };
  return {
    coefficient: interval((draw) => draw.coefficient),
    exponent: interval((draw) => draw.exponent),
    determination: interval((draw) => draw.determination),
  };
}
