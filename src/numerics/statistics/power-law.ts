import { linearRegression, rSquared } from 'simple-statistics';

/** One run: the size of its dataset and the value that the law describes. */
export interface PowerLawPoint {
  /** D. */
  readonly size: number;
  readonly value: number;
}

/** value ≈ c_1 D^{c_2} (Eq. 9). */
export interface PowerLawParameters {
  /** c_1. */
  readonly coefficient: number;
  /** c_2. */
  readonly exponent: number;
  /** R² of log value against log D. */
  readonly determination: number;
  /** R² of the same law against the values themselves. */
  readonly determinationUntransformed: number;
}

/** Fewest runs to fit. */
const fewestRuns = 3;

/**
 * Says why a law cannot be fitted to points.
 * @param points one a run
 * @returns the reason; undefined where a fit is possible
 */
export function powerLawObstacle(points: readonly PowerLawPoint[]): string | undefined {
  if (points.length < fewestRuns)
    return `a fit needs at least ${fewestRuns} runs, there ${points.length === 1 ? 'is' : 'are'} ${points.length}`;
  const sizes = new Set(points.map(({ size }) => size));
  if (sizes.size < 2)
    return `a fit needs at least 2 dataset sizes, all ${points.length} runs have ${points[0]!.size}`;
  const unusable = points.find(
    ({ size, value }) => !(size > 0 && value > 0 && Number.isFinite(size * value)),
  );
  if (unusable)
    return `a power law needs positive numbers, a run of size ${unusable.size} has the value ${unusable.value}`;
  return undefined;
}

/**
 * Fits a power law by ordinary least squares in log space (Eq. 9, section 5, reading R13).
 *
 * log value = log c_1 + c_2 log D over all runs; R² = 1 − Σ(residual²)/Σ(deviation from the mean²), in log space and untransformed.
 * @param points one a run
 * @returns c_1, c_2 and both R²
 * @throws {RangeError} with the reason, where a law cannot be fitted
 * @example
 * const points = [10, 100, 1000].map((size) => ({ size, value: 3 * Math.sqrt(size) }));
 * console.log(fitPowerLaw(points).exponent.toFixed(6)); // 0.500000
 */
export function fitPowerLaw(points: readonly PowerLawPoint[]): PowerLawParameters {
  const obstacle = powerLawObstacle(points);
  if (obstacle !== undefined) throw new RangeError(`fitPowerLaw: ${obstacle}`);
  const logs = points.map(({ size, value }) => [Math.log(size), Math.log(value)]);
  const { m: exponent, b } = linearRegression(logs);
  const coefficient = Math.exp(b);
  return {
    coefficient,
    exponent,
    determination: rSquared(logs, (log) => b + exponent * log),
    determinationUntransformed: rSquared(
      points.map(({ size, value }) => [size, value]),
      (size) => coefficient * size ** exponent,
    ),
  };
}
