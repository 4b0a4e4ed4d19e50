import { describe, expect, it } from 'vitest';
import { DataError } from '../../../../src/datasets/data-error.ts';
import { pairArrays, shapeText, sizeOf, type ImportedArray } from '../../../../src/datasets/import/array.ts';

function array(name: string, shape: number[], values: number[]): ImportedArray {
  return { name, shape, values: Float64Array.from(values) };
}

const inputs = array('a.npz: x', [2, 3], [1, 2, 3, 4, 5, 6]);

describe('pairArrays', () => {
  it('takes labels in one axis, or in a column', () => {
    for (const shape of [[2], [2, 1]]) {
      const { labels, placeOfLabel } = pairArrays(inputs, array('a.npz: y', shape, [1, 0]));
      expect(labels).toEqual(['1', '0']);
      expect(placeOfLabel(1)).toBe('a.npz: y, row 1');
    }
  });

  it('refuses labels of another number of samples, and one-hot labels', () => {
    const advice =
      'expected [2]: one class number for each of the 2 inputs of a.npz: x (one-hot labels: save their argmax)';
    expect(() => pairArrays(inputs, array('a.npz: y', [3], [0, 0, 1]))).toThrow(
      new DataError(`a.npz: y has the shape [3], ${advice}`),
    );
    expect(() => pairArrays(inputs, array('a.npz: y', [2, 2], [0, 1, 1, 0]))).toThrow(
      new DataError(`a.npz: y has the shape [2, 2], ${advice}`),
    );
  });

  it('refuses labels that are no whole numbers', () => {
    expect(() => pairArrays(inputs, array('a.npz: y', [2], [0, 0.5]))).toThrow(
      new DataError('a.npz: y, row 1: the label is 0.5, expected a whole number: the number of the class'),
    );
  });

  it('refuses inputs without an axis of samples', () => {
    expect(() => pairArrays(array('a.npz: x', [2], [1, 2]), array('a.npz: y', [2], [0, 1]))).toThrow(
      new DataError(
        'a.npz: x has the shape [2], expected [samples, …] with at least two axes: one row for each sample',
      ),
    );
  });
});

it('counts the elements of shapes and writes shapes', () => {
  expect([sizeOf([]), sizeOf([2, 3, 4]), sizeOf([5, 0])]).toEqual([1, 24, 0]);
  expect(shapeText([2, 3])).toBe('[2, 3]');
});
