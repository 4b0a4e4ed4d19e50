import { createRandom, type Random } from '../random.ts';
import { fitPowerLaw, powerLawObstacle, type PowerLawPoint } from './power-law.ts';
import { seedClusters, type SeedClusters, type Seeded } from './seed-clusters.ts';
import { studentQuantile } from './student-quantile.ts';
import { weightedLine, type WeightedLine } from './weighted-line.ts';

/** A run of a power law: runs that share a seed are not independent. */
export type SeededPoint = PowerLawPoint & Seeded;

/** Where a value lies with a confidence of 95 %. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Intervals of a fitted law. */
export type PowerLawIntervals = Record<'coefficient' | 'exponent' | 'determination', Interval>;

/** The fitted law at one dataset size, and its interval there. */
export interface BandPoint extends Interval {
  /** D. */
  readonly size: number;
  /** c_1 D^{c_2}. */
  readonly value: number;
}

/** What the draws of a bootstrap say of a fitted law. */
export interface PowerLawBootstrap {
  readonly drawn: SeedClusters['drawn'];
  readonly intervals: PowerLawIntervals;
  /** Pointwise, over the range of sizes, evenly spaced in log D. */
  readonly band: readonly BandPoint[];
}

/** Pieces of the band. */
const bandSteps = 24;

/**
 * 95 % intervals and band of a power law by a cluster bootstrap over both seeds (N network seeds, M subset seeds).
 *
 * Percentiles of so few clusters are too narrow; so an interval is the fitted value ± t·s·√(G/(G−1)), with
 * s the standard deviation of the draws, t Student's quantile for (N−1)+(M−1) degrees of freedom and G the smaller number of
 * seeds above one. It is taken of log c_1, c_2, log(1 − R²) and the logarithm of the law. A draw that leaves one size only is
 * drawn again. bench/interval-coverage.ts measures how often such intervals hold the truth.
 * @param points one a run
 * @param resamples number of draws
 * @param seed of the draws; equal seeds give equal results
 * @returns intervals of c_1, c_2 and R² in log space, and the band, from the same draws
 * @throws {RangeError} with the reason, where a law cannot be fitted to the points themselves
 */
export function bootstrapPowerLaw(
  points: readonly SeededPoint[],
  resamples: number,
  seed: number,
): PowerLawBootstrap {
  const obstacle = powerLawObstacle(points);
  if (obstacle !== undefined) throw new RangeError(`bootstrapPowerLaw: ${obstacle}`);
  const clusters = seedClusters(points);
  const draws = drawLines(points, clusters, resamples, createRandom(seed, 'bootstrap'));
  const reach = reachOf(clusters.counts);
  const interval = (value: number, of: (draw: WeightedLine) => number): Interval => {
    const half = reach * deviation(draws.map(of));
    return { low: value - half, high: value + half };
  };
  const { coefficient, exponent, determination } = fitPowerLaw(points);
  const logAt = (x: number) =>
    exponential(
      interval(Math.log(coefficient) + exponent * x, ({ intercept, slope }) => intercept + slope * x),
    );
  const unexplained = exponential(
    interval(logOfRest(determination), (draw) => logOfRest(draw.determination)),
  );
  return {
    drawn: clusters.drawn,
    intervals: {
      coefficient: logAt(0),
      exponent: interval(exponent, ({ slope }) => slope),
      determination: { low: Math.max(0, 1 - unexplained.high), high: 1 - unexplained.low },
    },
    band: bandSizes(points).map((size) => ({
      size,
      value: coefficient * size ** exponent,
      ...logAt(Math.log(size)),
    })),
  };
}

function drawLines(
  points: readonly SeededPoint[],
  clusters: SeedClusters,
  resamples: number,
  random: Random,
): WeightedLine[] {
  const x = points.map(({ size }) => Math.log(size));
  const y = points.map(({ value }) => Math.log(value));
  const lines: WeightedLine[] = [];
  while (lines.length < resamples) {
    const line = weightedLine(x, y, clusters.draw(random));
    if (line !== undefined) lines.push(line);
  }
  return lines;
}

/** Standard deviations of the draws that an interval reaches to each side. */
function reachOf(counts: readonly number[]): number {
  const fewest = Math.min(...counts);
  const freedom = counts.reduce((sum, count) => sum + count - 1, 0);
  return studentQuantile(0.05, freedom) * Math.sqrt(fewest / (fewest - 1));
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

function exponential({ low, high }: Interval): Interval {
  return { low: Math.exp(low), high: Math.exp(high) };
}

/** log(1 − R²), above rounding. */
function logOfRest(determination: number): number {
  return Math.log(Math.max(1 - determination, Number.EPSILON));
}

function bandSizes(points: readonly PowerLawPoint[]): number[] {
  const logs = points.map(({ size }) => Math.log(size));
  const low = Math.min(...logs);
  const step = (Math.max(...logs) - low) / bandSteps;
  return Array.from({ length: bandSteps + 1 }, (_, index) => Math.exp(low + index * step));
}
