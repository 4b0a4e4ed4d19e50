import { expect, it } from 'vitest';
import { tridiagonalize } from '../../../../src/numerics/linalg/tridiagonalize.ts';

function symmetric(order: number): Float64Array {
  return Float64Array.from({ length: order * order }, (_, index) => {
    const [i, j] = [Math.floor(index / order), index % order];
    return Math.cos(2 + i * j + Math.abs(i - j) ** 2);
  });
}

it.each([1, 2, 3, 12])('gives T and Qᵀ with A = Q T Qᵀ and orthonormal Q for order %i', (order) => {
  const matrix = symmetric(order);
  const { diagonal, subdiagonal, basis } = tridiagonalize(matrix.slice(), order, true);
  for (let i = 0; i < order; i++)
    for (let j = 0; j < order; j++) {
      let entry = 0;
      let overlap = 0;
      for (let k = 0; k < order; k++) {
        const q = basis![k * order + i]!;
        entry += q * diagonal[k]! * basis![k * order + j]!;
        if (k < order - 1) {
          const [next, here] = [basis![(k + 1) * order + j]!, basis![k * order + j]!];
          entry += subdiagonal[k]! * (q * next + basis![(k + 1) * order + i]! * here);
        }
        overlap += basis![i * order + k]! * basis![j * order + k]!;
      }
      expect(entry).toBeCloseTo(matrix[i * order + j]!, 13);
      expect(overlap).toBeCloseTo(i === j ? 1 : 0, 14);
    }
});

it('gives the same T without Q', () => {
  const withBasis = tridiagonalize(symmetric(6), 6, true);
  const without = tridiagonalize(symmetric(6), 6, false);
  expect(without).toEqual({ diagonal: withBasis.diagonal, subdiagonal: withBasis.subdiagonal });
});

it('leaves a tridiagonal matrix as it is', () => {
  const { diagonal, subdiagonal } = tridiagonalize(Float64Array.of(1, 4, 0, 4, 2, 5, 0, 5, 3), 3, false);
  expect(Array.from(diagonal)).toEqual([1, 2, 3]);
  expect(Array.from(subdiagonal)).toEqual([4, 5, 0]);
});
