import { expect, it } from 'vitest';
import { portionsOf } from '../../../../src/datasets/import/portions.ts';

it('portionsOf gives whole rows, as many as fit, and at least one', () => {
  const values = Uint8Array.from({ length: 10 }, (_, index) => index);
  const portions = (largest: number): number[][] =>
    [...portionsOf(values, 2, largest)].map((portion) => [portion.first, portion.rows, ...portion.values]);
  expect(portions(5)).toEqual([
    [0, 2, 0, 1, 2, 3],
    [2, 2, 4, 5, 6, 7],
    [4, 1, 8, 9],
  ]);
  expect(portions(1)).toHaveLength(5);
  expect([...portionsOf(new Float64Array(), 3)]).toEqual([]);
});
