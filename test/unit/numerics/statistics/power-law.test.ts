import { describe, expect, it } from 'vitest';
import { fitPowerLaw, powerLawObstacle } from '../../../../src/numerics/statistics/power-law.ts';

const law = (sizes: number[], noise: (i: number) => number = () => 1) =>
  sizes.map((size, i) => ({ size, value: 0.0026 * size ** 0.45 * noise(i) }));

describe('fitPowerLaw', () => {
  it('recovers an exact law with both R² equal to 1', () => {
    const fit = fitPowerLaw(law([60, 120, 240, 480, 960]));
    expect(fit.coefficient).toBeCloseTo(0.0026, 12);
    expect(fit.exponent).toBeCloseTo(0.45, 12);
    expect(fit.determination).toBeCloseTo(1, 12);
    expect(fit.determinationUntransformed).toBeCloseTo(1, 12);
  });

  it('is least squares in log space: residuals are orthogonal to 1 and log D', () => {
    const points = law([60, 60, 120, 240, 480, 960], (i) => 1 + 0.3 * Math.sin(5 * i));
    const { coefficient, exponent, determination } = fitPowerLaw(points);
    const residuals = points.map(
      ({ size, value }) => Math.log(value) - Math.log(coefficient) - exponent * Math.log(size),
    );
    expect(residuals.reduce((sum, r) => sum + r, 0)).toBeCloseTo(0, 12);
    expect(residuals.reduce((sum, r, i) => sum + r * Math.log(points[i]!.size), 0)).toBeCloseTo(0, 12);
    const logs = points.map(({ value }) => Math.log(value));
    const mean = logs.reduce((sum, x) => sum + x, 0) / logs.length;
    const total = logs.reduce((sum, x) => sum + (x - mean) ** 2, 0);
    const rest = residuals.reduce((sum, r) => sum + r ** 2, 0);
    expect(determination).toBeCloseTo(1 - rest / total, 12);
  });

  it('throws the reason where there is nothing to fit', () => {
    expect(() => fitPowerLaw(law([60, 120]))).toThrow(
      new RangeError('fitPowerLaw: a fit needs at least 3 runs, there are 2'),
    );
  });
});

describe('powerLawObstacle', () => {
  it.each([
    [law([]), 'a fit needs at least 3 runs, there are 0'],
    [law([60]), 'a fit needs at least 3 runs, there is 1'],
    [law([60, 60, 60, 60]), 'a fit needs at least 2 dataset sizes, all 4 runs have 60'],
    [
      [...law([60, 120]), { size: 240, value: 0 }],
      'a power law needs positive numbers, a run of size 240 has the value 0',
    ],
    [
      [...law([60, 120]), { size: 240, value: NaN }],
      'a power law needs positive numbers, a run of size 240 has the value NaN',
    ],
    [law([60, 120, 240]), undefined],
  ])('of %j is: %s', (points, reason) => {
    expect(powerLawObstacle(points)).toBe(reason);
  });
});
