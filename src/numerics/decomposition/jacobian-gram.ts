import { matrix, rowsOf, type Matrix, type Numbers } from '../../tensors/matrix.ts';
import type { Ops } from '../../tensors/ops.ts';

/** image ← vectors A Aᵀ, two matrices of [D, n]. */
export type GramProduct<Data extends Numbers> = (vectors: Matrix<Data>, image: Matrix<Data>) => Promise<void>;

/**
 * Prepares products with A Aᵀ, which all J_s J_sᵀ = diag(σ'_s) (A Aᵀ) diag(σ'_s) share; the slopes are left to the caller's own loops.
 * @param ops operations
 * @param weight A, [n, m]
 * @returns the product: one with A Aᵀ, [n, n], or two with A where 2m < n
 */
export async function gramProduct<Data extends Numbers>(
  ops: Ops<Data>,
  weight: Matrix<Data>,
): Promise<GramProduct<Data>> {
  const { rows: n, columns: m } = weight;
  const direct = n <= 2 * m;
  const gram = matrix(ops.allocate(direct ? n * n : 0), direct ? n : 0, n);
  if (direct) await ops.gemm(weight, weight, gram, { transposeB: true });
  if (direct) return (vectors, image) => ops.gemm(vectors, gram, image);
  let inner = ops.allocate(0);
  return async (vectors, image) => {
    const { rows } = vectors;
    if (inner.length < rows * m) inner = ops.allocate(rows * m);
    const middle = matrix(inner, rows, m);
    await ops.gemm(vectors, weight, middle);
    await ops.gemm(middle, weight, image, { transposeB: true });
  };
}

/**
 * Divides every sample's slopes by a power of two near the largest, so that no square underflows.
 * @param ops operations, whose precision the result has
 * @param slopes σ', [D, n]
 * @returns the scaled slopes, new memory, and the powers of two, [D]
 */
export function scaledSlopes<Data extends Numbers>(
  ops: Ops<Data>,
  slopes: Matrix,
): { slopes: Matrix<Data>; units: Float64Array } {
  const { rows, columns } = slopes;
  const target = matrix(ops.allocate(rows * columns), rows, columns);
  const units = Float64Array.from({ length: rows }, (_, row) =>
    divideByUnit(rowsOf(slopes, row, 1).data, rowsOf(target, row, 1).data),
  );
  return { slopes: target, units };
}

/**
 * Divides a weight matrix by a power of two near its largest entry.
 * @param ops operations, whose precision the result has
 * @param weight A, [n, m]
 * @returns the scaled matrix, new memory, and the power of two
 */
export function scaledWeight<Data extends Numbers>(
  ops: Ops<Data>,
  weight: Matrix,
): { weight: Matrix<Data>; unit: number } {
  const target = matrix(ops.allocate(weight.data.length), weight.rows, weight.columns);
  return { weight: target, unit: divideByUnit(weight.data, target.data) };
}

function divideByUnit(source: Float64Array, target: Numbers): number {
  let largest = 0;
  for (let i = 0; i < source.length; i++) largest = Math.max(largest, Math.abs(source[i]!));
  const exponent = largest > 0 && Number.isFinite(largest) ? Math.ceil(Math.log2(largest)) : 0;
  const unit = 2 ** Math.max(-1000, Math.min(1000, exponent));
  for (let i = 0; i < source.length; i++) target[i] = source[i]! / unit;
  return unit;
}
