import { symmetricEigen } from '../linalg/symmetric-eigen.ts';

/** Ritz pairs of a symmetric matrix in a subspace, by descending magnitude. */
export interface RitzPairs {
  /** θ_1, …, θ_m, signed, |θ| descending. */
  readonly values: Float64Array;
  /** Coordinates in the basis: row j [m] belongs to `values[j]`; [m, m]. */
  readonly vectors: Float64Array;
}

/**
 * Solves the projected eigenproblem T y = θ y, T = Q H Qᵀ.
 *
 * Of a pair ±θ of exactly equal magnitude the positive one comes first.
 * @param projected T in its lower triangle, row-major
 * @param stride numbers from one row of `projected` to the next
 * @param order m, size of the basis
 * @returns pairs by descending magnitude, new memory
 */
export function rayleighRitz(projected: Float64Array, stride: number, order: number): RitzPairs {
  const compact = new Float64Array(order * order);
  for (let row = 0; row < order; row++) {
    compact.set(projected.subarray(row * stride, row * stride + row + 1), row * order);
  }
  const { values, vectors } = symmetricEigen(compact, order);
  const sorted = Array.from(values.keys()).sort(
    (a, b) => Math.abs(values[b]!) - Math.abs(values[a]!) || values[b]! - values[a]!,
  );
  const ordered = new Float64Array(order * order);
  for (const [target, source] of sorted.entries()) {
    ordered.set(vectors.subarray(source * order, (source + 1) * order), target * order);
  }
  return { values: Float64Array.from(sorted, (index) => values[index]!), vectors: ordered };
}
