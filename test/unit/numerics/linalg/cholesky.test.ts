import { describe, expect, it } from 'vitest';
import { cholesky, invertLower } from '../../../../src/numerics/linalg/cholesky.ts';

/** F Fᵀ + I/2 with a wavy F. */
function positiveDefinite(order: number): Float64Array {
  const wave = (i: number, j: number) => Math.sin(3 * i + 5 * j * j + 1);
  return Float64Array.from({ length: order * order }, (_, index) => {
    const [i, j] = [Math.floor(index / order), index % order];
    let sum = i === j ? 0.5 : 0;
    for (let k = 0; k < order; k++) sum += wave(i, k) * wave(j, k);
    return sum;
  });
}

describe('cholesky', () => {
  it.each([1, 2, 7, 30])('gives a lower C with C Cᵀ = A for order %i', (order) => {
    const matrix = positiveDefinite(order);
    const factor = cholesky(matrix, order);
    for (let i = 0; i < order; i++)
      for (let j = 0; j < order; j++) {
        let sum = 0;
        for (let k = 0; k < order; k++) sum += factor[i * order + k]! * factor[j * order + k]!;
        expect(sum).toBeCloseTo(matrix[i * order + j]!, 12);
        if (j > i) expect(factor[i * order + j]).toBe(0);
      }
  });

  it('says which pivot fails when the matrix is singular', () => {
    expect(() => cholesky(Float64Array.of(4, 2, 2, 1), 2)).toThrow(
      new RangeError(
        'cholesky: pivot 2 of 2 is 0.00e+0, expected more than 1.78e-15: the matrix is not positive definite to rounding',
      ),
    );
    expect(() => cholesky(Float64Array.of(NaN), 1)).toThrow(
      new RangeError(
        'cholesky: pivot 1 of 1 is NaN, expected more than NaN: the matrix is not positive definite to rounding',
      ),
    );
  });
});

describe('invertLower', () => {
  it('gives C⁻¹ with C C⁻¹ = I', () => {
    const order = 9;
    const factor = cholesky(positiveDefinite(order), order);
    const inverse = invertLower(factor, order);
    for (let i = 0; i < order; i++)
      for (let j = 0; j < order; j++) {
        let sum = 0;
        for (let k = 0; k < order; k++) sum += factor[i * order + k]! * inverse[k * order + j]!;
        expect(sum).toBeCloseTo(i === j ? 1 : 0, 12);
      }
  });
});
