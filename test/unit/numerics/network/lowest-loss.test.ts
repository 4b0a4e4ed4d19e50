import { expect, it } from 'vitest';
import { lowestLoss } from '../../../../src/numerics/network/lowest-loss.ts';
import type { Criterion } from '../../../../src/numerics/network/criterion.ts';
import { matrix } from '../../../../src/tensors/matrix.ts';

const network = { widths: [2, 4, 5] };

function lowest(criterion: Criterion, rows: number[][], labels: number[]): number {
  const inputs = matrix(Float64Array.from(rows.flat()), rows.length, 2);
  return lowestLoss({ network, inputs, labels: Int32Array.from(labels), criterion });
}

// Three labels on one input, two of them equal; 0 and −0 are one number.
const rows = [
  [0, 1],
  [2, 1],
  [-0, 1],
  [0, 1],
];
const labels = [3, 0, 1, 3];

it('lowestLoss is the entropy of the labels of equal inputs', () => {
  const entropy = -(2 / 3) * Math.log(2 / 3) - (1 / 3) * Math.log(1 / 3);
  expect(lowest({ name: 'cross-entropy' }, rows, labels)).toBeCloseTo((3 / 4) * entropy, 14);
});

it('lowestLoss is the variance of the labels of equal inputs for squared errors', () => {
  // At best the outputs of the three are (0, 1/3, 0, 2/3, 0).
  const squares = 2 * (1 / 9 + 1 / 9) + (4 / 9 + 4 / 9);
  expect(lowest({ name: 'mse', reduction: 'sum' }, rows, labels)).toBeCloseTo(squares / 4, 14);
  expect(lowest({ name: 'mse', reduction: 'mean' }, rows, labels)).toBeCloseTo(squares / 20, 14);
});

it('lowestLoss is 0 where equal inputs have equal labels', () => {
  expect(lowest({ name: 'cross-entropy' }, rows, [3, 0, 3, 3])).toBe(0);
  expect(lowest({ name: 'mse', reduction: 'sum' }, [[1, 1]], [2])).toBe(0);
});
