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

/** The fitted law at one dataset size, and where 95 % of the resampled laws lie there. */
export interface BandPoint extends Interval {
  /** D. */
  readonly size: number;
  /** c_1 D^{c_2}. */
  readonly value: number;
}

/** What the draws of a bootstrap say of a fitted law. */
export interface PowerLawBootstrap {
  readonly intervals: PowerLawIntervals;
  /** Pointwise, over the range of sizes, evenly spaced in log D. */
  readonly band: readonly BandPoint[];
}

/** Pieces of the band. */
const bandSteps = 24;

/**
 * Bootstrap 95 % intervals and band of a power law: percentiles 2.5 and 97.5 over fits to runs drawn with replacement
 * (section 6).
 *
 * A draw that cannot be fitted, because all its runs have the same size, is drawn again.
 * @param points one a run
 * @param resamples number of draws
 * @param seed of the draws; equal seeds give equal results
 * @returns intervals of c_1, c_2 and R² in log space, and the band, from the same draws
 * @throws {RangeError} with the reason, where a law cannot be fitted to the points themselves
 */
export function bootstrapPowerLaw(
  points: readonly PowerLawPoint[],
  resamples: number,
  seed: number,
): PowerLawBootstrap {
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
  const fitted = fitPowerLaw(points);
  return {
    intervals: {
      coefficient: interval((draw) => draw.coefficient),
      exponent: interval((draw) => draw.exponent),
      determination: interval((draw) => draw.determination),
    },
    band: bandSizes(points).map((size) => ({
      size,
      value: valueAt(fitted, size),
      ...interval((draw) => valueAt(draw, size)),
    })),
  };
}

function valueAt({ coefficient, exponent }: PowerLawParameters, size: number): number {
  return coefficient * size ** exponent;
}

function bandSizes(points: readonly PowerLawPoint[]): number[] {
  const logs = points.map(({ size }) => Math.log(size));
  const low = Math.min(...logs);
  const step = (Math.max(...logs) - low) / bandSteps;
  return Array.from({ length: bandSteps + 1 }, (_, index) => Math.exp(low + index * step));
}
