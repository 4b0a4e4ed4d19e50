import { describe, expect, it } from 'vitest';
import { zeros } from '../../../src/tensors/matrix.ts';
import { productShape } from '../../../src/tensors/shapes.ts';

describe('productShape', () => {
  it.each([
    ['a · b', zeros(2, 3), zeros(3, 4), {}],
    ['aᵀ · b', zeros(3, 2), zeros(3, 4), { transposeA: true }],
    ['a · bᵀ', zeros(2, 3), zeros(4, 3), { transposeB: true }],
    ['aᵀ · bᵀ', zeros(3, 2), zeros(4, 3), { transposeA: true, transposeB: true }],
  ])('reads the sizes of %s from the operands', (_, a, b, options) => {
    expect(productShape(a, b, zeros(2, 4), options)).toEqual({ m: 2, n: 4, k: 3 });
  });

  it('names the shapes that do not fit, with their transposes', () => {
    expect(() => productShape(zeros(2, 3), zeros(4, 5), zeros(2, 5), { transposeB: true })).toThrow(
      new RangeError('gemm: [2, 3] · [4, 5]ᵀ does not give [2, 5]'),
    );
    expect(() => productShape(zeros(2, 3), zeros(3, 5), zeros(5, 2), {})).toThrow(
      new RangeError('gemm: [2, 3] · [3, 5] does not give [5, 2]'),
    );
  });
});
