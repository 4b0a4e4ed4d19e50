import { matrix, rowsOf, zeros, type Matrix } from '../../tensors/matrix.ts';
import type { Ops } from '../../tensors/ops.ts';
import { largestEigenvalue } from '../linalg/largest-eigenvalue.ts';
import { jacobianLanczos, type JacobianStarts } from './jacobian-lanczos.ts';

/** How exact ‖J‖² must be. */
export interface NormAccuracy {
  /** Relative accuracy of ‖J‖². */
  tolerance: number;
  /** Up to this smaller side of J, the dense eigenvalues of its Gram matrix are used, whatever the tolerance. Default 12. */
  denseLimit?: number;
}

const defaultDenseLimit = 12;
/** Searches for less than this are made in float64. */
const singleTolerance = 5e-7;

/**
 * Squared operator norms of the layerwise Jacobians J_s = diag(σ'(x̂_s)) A of all samples at once (section 2.2).
 *
 * Narrow side n ≤ denseLimit: JJᵀ = diag(σ') (A Aᵀ) diag(σ'), with A Aᵀ formed once. Narrow side m ≤ denseLimit:
 * JᵀJ = Aᵀ diag(σ'²) A for all samples in one product [D, n]·[n, m²]. Otherwise batched Lanczos, in float32 where the backend has it and the
 * tolerance is not smaller than 5e-7.
 * @param ops operations
 * @param slopes σ'(x̂), [D, n]
 * @param weight A, [n, m]
 * @param accuracy tolerance and limit of the dense way
 * @param starts of the searches
 * @returns ‖J_s‖², [D]; new memory
 * @throws {ConvergenceError} when the iteration does not reach the tolerance
 */
export async function squaredJacobianNorms(
  ops: Ops,
  slopes: Matrix,
  weight: Matrix,
  accuracy: NormAccuracy,
  starts: JacobianStarts = {},
): Promise<Float64Array> {
  const { rows: n, columns: m } = weight;
  const { tolerance, denseLimit = defaultDenseLimit } = accuracy;
  if (n <= denseLimit && n <= m) return normsByRows(ops, slopes, weight);
  if (m <= denseLimit) return normsByColumns(ops, slopes, weight);
  return ops.single && tolerance >= singleTolerance
    ? jacobianLanczos(ops.single, slopes, weight, tolerance, starts)
    : jacobianLanczos(ops, slopes, weight, tolerance, starts);
}

/** λ_1 of diag(σ') (A Aᵀ) diag(σ'), [n, n] a sample. */
async function normsByRows(ops: Ops, slopes: Matrix, weight: Matrix): Promise<Float64Array> {
  const n = weight.rows;
  const gram = zeros(n, n);
  await ops.gemm(weight, weight, gram, { transposeB: true });
  const scaled = new Float64Array(n * n);
  return Float64Array.from({ length: slopes.rows }, (_, sample) => {
    const slope = slopes.data.subarray(sample * n, (sample + 1) * n);
    for (let i = 0; i < n; i++)
      for (let j = 0; j <= i; j++) scaled[i * n + j] = gram.data[i * n + j]! * slope[i]! * slope[j]!;
    return largestEigenvalue(scaled, n);
  });
}

/** λ_1 of Aᵀ diag(σ'²) A, [m, m] a sample; rows of samples at a time keep the product small. */
async function normsByColumns(ops: Ops, slopes: Matrix, weight: Matrix): Promise<Float64Array> {
  const { rows: n, columns: m } = weight;
  const pairs = zeros(n, m * m);
  for (let j = 0; j < n; j++)
    for (let p = 0; p < m; p++)
      for (let q = 0; q < m; q++)
        pairs.data[(j * m + p) * m + q] = weight.data[j * m + p]! * weight.data[j * m + q]!;
  const squares = matrix(
    slopes.data.map((slope) => slope * slope),
    slopes.rows,
    n,
  );
  const norms = new Float64Array(slopes.rows);
  const batch = Math.max(1, Math.floor(2 ** 20 / (m * m)));
  for (let first = 0; first < slopes.rows; first += batch) {
    const part = rowsOf(squares, first, Math.min(batch, slopes.rows - first));
    const grams = zeros(part.rows, m * m);
    await ops.gemm(part, pairs, grams);
    for (let row = 0; row < part.rows; row++)
      norms[first + row] = largestEigenvalue(grams.data.subarray(row * m * m, (row + 1) * m * m), m);
  }
  return norms;
}
