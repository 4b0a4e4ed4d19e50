import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { largestEigenvalue } from '../../../../src/numerics/linalg/largest-eigenvalue.ts';
import { symmetricEigenvalues } from '../../../../src/numerics/linalg/symmetric-eigen.ts';
import { createRandom } from '../../../../src/numerics/random.ts';

/** Random symmetric, sometimes of low rank, with equal eigenvalues, or in blocks. */
function draw(order: number, kind: number, seed: number, size: number): Float64Array {
  const matrix = new Float64Array(order * order);
  const columns = new Float64Array(order * order);
  createRandom(seed, 'matrix').fillGaussian(columns);
  const rank = kind === 0 ? order : Math.min(order, kind);
  for (let i = 0; i < order; i++)
    for (let j = 0; j < order; j++)
      for (let r = 0; r < rank; r++)
        matrix[i * order + j]! +=
          size * columns[r * order + i]! * columns[r * order + j]! * (r % 2 === 1 && kind === 0 ? -1 : 1);
  if (kind === 4) for (let i = 0; i < order; i++) matrix.fill(0, i * order, i * order + Math.min(i, 2));
  return matrix;
}

describe('largestEigenvalue', () => {
  it('is the first of all eigenvalues, whatever order, rank and size', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 24 }),
        fc.integer({ min: 0, max: 4 }),
        fc.integer({ min: 0, max: 1e6 }),
        fc.constantFrom(1e-200, 1e-5, 1, 1e200),
        (order, kind, seed, size) => {
          const matrix = draw(order, kind, seed, size);
          const values = symmetricEigenvalues(matrix, order);
          const scale = Math.max(Math.abs(values[0]!), Math.abs(values.at(-1)!));
          expect(Math.abs(largestEigenvalue(matrix, order) - values[0]!)).toBeLessThanOrEqual(1e-13 * scale);
        },
      ),
    );
  });

  it('is exact on zero, on multiples of the identity and on matrices in blocks', () => {
    expect(largestEigenvalue(new Float64Array(9), 3)).toBe(0);
    expect(largestEigenvalue(Float64Array.of(2, 0, 0, 2), 2)).toBeCloseTo(2, 14);
    expect(largestEigenvalue(Float64Array.of(5, 0, 0, 0, 1, 2, 0, 2, 1), 3)).toBeCloseTo(5, 14);
    expect(largestEigenvalue(Float64Array.of(1, 0, 0, 0, 4, 1, 0, 1, 4), 3)).toBeCloseTo(5, 14);
    expect(largestEigenvalue(Float64Array.of(-3, 0, 0, -7), 2)).toBeCloseTo(-3, 14);
  });

  it('reads the lower triangle alone, and is NaN where an entry is not finite', () => {
    expect(largestEigenvalue(Float64Array.of(2, NaN, 1, 2), 2)).toBeCloseTo(3, 14);
    expect(largestEigenvalue(Float64Array.of(2, 0, Infinity, 2), 2)).toBeNaN();
  });
});
