import { largestRitz } from './ritz.ts';
import { tridiagonalize } from './tridiagonalize.ts';

/**
 * The largest eigenvalue of a small dense symmetric matrix.
 *
 * A = Q T Qᵀ by Householder reflections, then the largest root of det(T − λI) by Newton's method within a bracket: 4/3 n³ + O(n), a
 * third of what all eigenvalues cost. Nothing can be missed; the error is a few units of rounding of ‖A‖.
 * @param matrix symmetric A, [n, n] row-major; left as it is. Only the lower triangle is read.
 * @param order n ≥ 1
 * @returns λ_1; NaN where an entry that is read is not finite
 */
export function largestEigenvalue(matrix: Float64Array, order: number): number {
  let scale = 0;
  for (let i = 0; i < order; i++)
    for (let j = 0; j <= i; j++) {
      const size = Math.abs(matrix[i * order + j]!);
      if (!Number.isFinite(size)) return Number.NaN;
      scale = Math.max(scale, size);
    }
  if (scale === 0) return 0;
  if (order === 1) return matrix[0]!;
  // Scaling by a power of two is exact and keeps squares clear of overflow and underflow.
  const unit = 2 ** Math.max(-1000, Math.min(1000, Math.ceil(Math.log2(scale))));
  const { diagonal, subdiagonal } = tridiagonalize(
    matrix.map((entry) => entry / unit),
    order,
    false,
  );
  const coupling = subdiagonal.map(Math.abs);
  return unit * largestRitz(diagonal, coupling, order, Number.EPSILON).value;
}
