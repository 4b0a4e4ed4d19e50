import { describe, expect, it } from 'vitest';
import { largestRitz } from '../../../../src/numerics/linalg/ritz.ts';
import { symmetricEigen } from '../../../../src/numerics/linalg/symmetric-eigen.ts';

function dense(diagonal: Float64Array, coupling: Float64Array, order: number): Float64Array {
  const matrix = new Float64Array(order * order);
  for (let i = 0; i < order; i++) {
    matrix[i * order + i] = diagonal[i]!;
    if (i > 0) matrix[i * order + i - 1] = matrix[(i - 1) * order + i] = coupling[i - 1]!;
  }
  return matrix;
}

describe('largestRitz', () => {
  it.each([1, 2, 3, 8, 40])(
    'gives the largest eigenvalue of T and the residual of its vector for order %i',
    (order) => {
      for (let seed = 1; seed < 20; seed++) {
        const diagonal = Float64Array.from({ length: order }, (_, j) => 3 * Math.sin(seed + 5 * j * j));
        const coupling = Float64Array.from(
          { length: order },
          (_, j) => 0.05 + Math.abs(Math.cos(seed * j + 2)),
        );
        const { values, vectors } = symmetricEigen(dense(diagonal, coupling, order), order);
        const ritz = largestRitz(diagonal, coupling, order, 1e-15);
        expect(ritz.value).toBeCloseTo(values[0]!, 13);
        const residual = coupling[order - 1]! * Math.abs(vectors[order - 1]!);
        const gap = order === 1 ? 0 : values[0]! - values[1]!;
        const expected = gap > 0 ? Math.min(residual, residual ** 2 / gap) : residual;
        expect(ritz.error).toBeGreaterThan(expected * 0.999 - 1e-15);
        expect(ritz.error).toBeLessThan(expected * 1.02 + 1e-15);
      }
    },
  );

  it('starts from a lower bound without changing the result', () => {
    const diagonal = Float64Array.of(1, 4, 2, 3);
    const coupling = Float64Array.of(1, 0.5, 2, 0.1);
    const free = largestRitz(diagonal, coupling, 4, 1e-15);
    const bounded = largestRitz(diagonal, coupling, 4, 1e-15, 4);
    expect(bounded.value).toBeCloseTo(free.value, 14);
  });

  it('stays finite on the zero matrix and on exact multiples of eigenvalues', () => {
    const zero = new Float64Array(3);
    expect(largestRitz(zero, zero, 3, 1e-12)).toEqual({ value: 0, error: 0 });
    const equal = largestRitz(Float64Array.of(2, 2, 2), Float64Array.of(0, 0, 0.5), 3, 1e-12);
    expect(equal.value).toBeCloseTo(2, 14);
    expect(equal.error).toBeLessThanOrEqual(0.5);
  });
});
