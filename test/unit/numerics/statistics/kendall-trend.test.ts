import { expect, it } from 'vitest';
import { kendallTrend } from '../../../../src/numerics/statistics/kendall-trend.ts';

it.each([
  [[1, 2, 3, 10], 1],
  [[3, 2, 1], -1],
  [[1, 1, 1], 0],
  [[1, 3, 2], 1 / 3],
  [[1, 2, 1, 2], 1 / 3],
  [[5], undefined],
])('of %j is %d', (values, trend) => {
  expect(kendallTrend(values)).toBe(trend);
});
