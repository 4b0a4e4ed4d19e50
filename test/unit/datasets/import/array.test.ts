import { expect, it } from 'vitest';
import { shapeText, sizeOf } from '../../../../src/datasets/import/array.ts';

it('counts the elements of shapes and writes shapes', () => {
  expect([sizeOf([]), sizeOf([2, 3, 4]), sizeOf([5, 0])]).toEqual([1, 24, 0]);
  expect(shapeText([2, 3])).toBe('[2, 3]');
});
