import { expect, it } from 'vitest';
import { weightedLine } from '../../../../src/numerics/statistics/weighted-line.ts';
import { fitPowerLaw } from '../../../../src/numerics/statistics/power-law.ts';

const sizes = [60, 60, 120, 240, 480];
const values = [0.01, 0.013, 0.017, 0.02, 0.035];
const [x, y] = [sizes.map(Math.log), values.map(Math.log)] as const;

it('a whole weight counts a point that often', () => {
  const weights = [2, 0, 1, 1, 3];
  const line = weightedLine(x, y, weights)!;
  const repeated = weights.flatMap((weight, i) =>
    Array.from({ length: weight }, () => ({ size: sizes[i]!, value: values[i]! })),
  );
  const law = fitPowerLaw(repeated);
  expect(line.slope).toBeCloseTo(law.exponent, 12);
  expect(Math.exp(line.intercept)).toBeCloseTo(law.coefficient, 12);
  expect(line.determination).toBeCloseTo(law.determination, 12);
});

it('there is no line where all weight lies on one x, or there is none', () => {
  expect(weightedLine(x, y, [1, 2, 0, 0, 0])).toBeUndefined();
  expect(weightedLine(x, y, [0, 0, 0, 0, 0])).toBeUndefined();
});

it('a constant is explained whole', () => {
  expect(weightedLine([0, 1, 2], [3, 3, 3], [1, 1, 1])).toEqual({ intercept: 3, slope: 0, determination: 1 });
});
