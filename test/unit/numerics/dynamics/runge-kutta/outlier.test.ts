import { describe, expect, it } from 'vitest';
import { outlierPath } from '../../../../../src/numerics/dynamics/runge-kutta/outlier.ts';
import { stabilizedRkFormula } from '../../../../../src/numerics/dynamics/runge-kutta/stabilized-rk-coefficients.ts';

/** a(Δt) of a' = −slope(a), a(0) = 0, for L with ∂L = slope, by one step; and its estimated error. */
function amplitudeAfter(
  slope: (a: number) => number,
  value: number,
  stepSize: number,
  stageCount: number,
): { amplitude: number; error: number } {
  const { firstSlope, stages } = stabilizedRkFormula(stageCount);
  const path = outlierPath(value, slope(0));
  // Y_j − θ_n of the recursion in `stabilizedRkStep`, with the part along u that the path adds.
  let [before, last] = [
    0,
    -firstSlope * stepSize * slope(0) +
      path.next({ mu: 0, nu: 0, slope: 0, startSlope: firstSlope * stepSize }, 0),
  ];
  for (const { mu, nu, muSlope, gammaSlope } of stages) {
    const factors = { mu, nu, slope: muSlope * stepSize, startSlope: gammaSlope * stepSize };
    const added = path.next(factors, slope(last));
    const explicit = mu * last + nu * before - factors.slope * slope(last) - factors.startSlope * slope(0);
    [before, last] = [last, explicit + added];
  }
  return { amplitude: last, error: path.error(slope(last)) };
}

describe('outlierPath', () => {
  it.each([2, 3, 9])('is exact for a linear force whatever the step, with %i stages', (stages) => {
    for (const stepSize of [1e-6, 1e-3, 0.1, 10]) {
      const { amplitude, error } = amplitudeAfter((a) => 50 * (a + 1), 50, stepSize, stages);
      const exact = Math.expm1(-50 * stepSize);
      expect(Math.abs(amplitude - exact)).toBeLessThan(1e-13 * Math.abs(exact));
      expect(Math.abs(error)).toBeLessThan(1e-13);
    }
  });

  it.each([3, 8])('is of second order where λ is not that of the force, with %i stages', (stages) => {
    const errorOf = (stepSize: number) =>
      Math.abs(amplitudeAfter((a) => 2 * (a + 1), 1, stepSize, stages).amplitude - Math.expm1(-2 * stepSize));
    const order = Math.log2(errorOf(0.02) / errorOf(0.01));
    expect(order).toBeGreaterThan(2.8);
    expect(order).toBeLessThan(3.2);
  });

  it('estimates its error to the same order', () => {
    const estimate = (stepSize: number) => Math.abs(amplitudeAfter((a) => 2 * (a + 1), 1, stepSize, 4).error);
    const order = Math.log2(estimate(0.02) / estimate(0.01));
    expect(order).toBeGreaterThan(2.8);
    expect(order).toBeLessThan(3.2);
  });
});
