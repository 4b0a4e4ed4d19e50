import { describe, expect, it } from 'vitest';
import { matrix } from '../../../../src/tensors/matrix.ts';
import { combineRows, prefersLoops } from '../../../../src/tensors/onnx/combine-rows.ts';
import { definition, gaussian } from '../gemm-cases.ts';

describe('combineRows', () => {
  it.each([1, 3, 4, 9])('combines %i rows that are longer than one block of columns', (inner) => {
    for (const beta of [0, 1] as const) {
      const [a, b, c] = [gaussian(3, inner), gaussian(inner, 5000), gaussian(3, 5000)];
      const expected = definition(a, b, c, { alpha: -1, beta });
      combineRows(a, b, c, -1, beta);
      for (const [index, value] of expected.entries())
        expect(Math.abs(c.data[index]! - value)).toBeLessThan(1e-13);
    }
  });

  it('overwrites NaN that the result held', () => {
    const c = matrix(Float64Array.of(NaN, NaN), 1, 2);
    combineRows(matrix(Float64Array.of(2), 1, 1), matrix(Float64Array.of(1, 2), 1, 2), c, 1, 0);
    expect([...c.data]).toEqual([2, 4]);
  });
});

describe('prefersLoops', () => {
  it.each([
    ['a few rows of great length', 4, 9, 1_000_000, true],
    ['a very small product', 4, 4, 4, true],
    ['a layer of a network', 60, 512, 512, false],
    ['many rows of great length', 100, 9, 1_000_000, false],
  ])('decides about %s', (_, m, k, n, expected) => {
    expect(prefersLoops(m, k, n)).toBe(expected);
  });
});
