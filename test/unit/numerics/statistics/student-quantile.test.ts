import { expect, it } from 'vitest';
import { studentQuantile } from '../../../../src/numerics/statistics/student-quantile.ts';

// Tables of the distribution, as in Abramowitz & Stegun, table 26.10.
it.each([
  [0.05, 1, 12.7062],
  [0.05, 2, 4.30265],
  [0.05, 3, 3.18245],
  [0.05, 4, 2.77645],
  [0.05, 6, 2.44691],
  [0.05, 9, 2.26216],
  [0.05, 30, 2.04227],
  [0.05, 120, 1.97993],
  [0.01, 3, 5.84091],
  [0.5, 5, 0.726687],
])('leaves %f outside at %i degrees of freedom: t = %f', (tail, freedom, t) => {
  expect(Math.abs(studentQuantile(tail, freedom) / t - 1)).toBeLessThan(2e-6);
});
