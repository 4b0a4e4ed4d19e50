import { matrix, rowsOf, zeros } from '../../tensors/matrix.ts';
import type { Matrix } from '../../tensors/matrix.ts';
import type { Ops } from '../../tensors/ops.ts';

/** Inputs in coordinates of their own row space. */
export interface CompressedInputs {
  /** C = X Q [D, r]. */
  readonly coordinates: Matrix;
  /** Qᵀ [r, n_0]: orthonormal rows that span the rows of X, so that X = C Qᵀ. */
  readonly basis: Matrix;
}

/** Rows that are made orthogonal to the basis by matrix products before they are compared among themselves. */
const ROWS_TOGETHER = 32;
/** A row whose part outside the basis is below this fraction of its norm adds nothing but rounding. */
const DEPENDENT = 1e-12;

/**
 * Replaces inputs by their coordinates in an orthonormal basis of their row space, where that is smaller.
 *
 * θ reaches the loss only through X A^1. With X = C Qᵀ, QᵀQ = I, training A' = QᵀA^1 on C is the same trajectory: equal
 * outputs, gradient and Hessian norms, non-zero eigenvalues; the part of A^1 outside the row space never moves.
 * The basis is built block by block (Gram–Schmidt, every projection done twice), so near-duplicate rows are harmless: a
 * row within 1e-12 of the others' span is expressed by them. Cost about 4·D·r·n_0 multiplications.
 * @param ops operations
 * @param inputs X [D, n_0]
 * @returns coordinates and basis, new memory; undefined where the rank r is n_0, so that there is nothing to gain
 */
export async function compressInputs(ops: Ops, inputs: Matrix): Promise<CompressedInputs | undefined> {
  const { rows: samples, columns } = inputs;
  const capacity = Math.min(samples, columns);
  const space = zeros(capacity, columns);
  let rank = 0;
  for (let first = 0; first < samples && rank < columns; first += ROWS_TOGETHER) {
    const count = Math.min(ROWS_TOGETHER, samples - first);
    const block = matrix(rowsOf(inputs, first, count).data.slice(), count, columns);
    const norms = Array.from({ length: count }, (_, row) => norm(rowsOf(block, row, 1).data));
    // Twice: the first projection leaves rounding errors of the size of the row, not of what remains of it.
    for (let pass = 0; pass < 2 && rank > 0; pass++) await projectOut(ops, rowsOf(space, 0, rank), block);
    const start = rank;
    const open = new Set(norms.keys());
    const left = norms.map((_, row) => norm(rowsOf(block, row, 1).data));
    while (open.size > 0 && rank < capacity) {
      // The row that adds most comes first: what it leaves of the others is then known best.
      const share = (row: number) => (norms[row]! > 0 ? left[row]! / norms[row]! : 0);
      const row = [...open].reduce((best, other) => (share(other) > share(best) ? other : best));
      if (!(share(row) > DEPENDENT)) break;
      open.delete(row);
      const remainder = rowsOf(block, row, 1);
      // The whole basis again where little is left: what was rounding before is then a large part.
      const from = share(row) < 1e-3 ? 0 : start;
      for (let pass = 0; pass < 2; pass++) {
        if (rank > from) await projectOut(ops, rowsOf(space, from, rank - from), remainder);
      }
      const length = norm(remainder.data);
      if (!(length > DEPENDENT * norms[row]!)) continue;
      const added = rowsOf(space, rank, 1);
      added.data.set(remainder.data);
      ops.scale(1 / length, added.data);
      rank++;
      for (const other of open) {
        const rest = rowsOf(block, other, 1).data;
        ops.axpy(-(await ops.dot(added.data, rest)), added.data, rest);
        left[other] = norm(rest);
      }
    }
  }
  if (rank === columns) return undefined;
  const basis = matrix(space.data.slice(0, rank * columns), rank, columns);
  const coordinates = zeros(samples, rank);
  await ops.gemm(inputs, basis, coordinates, { transposeB: true });
  return { coordinates, basis };
}

/**
 * Compresses the first layer's weights: QᵀA^1.
 * @param ops operations
 * @param basis Qᵀ [r, n_0]
 * @param weight A^1 [n_0, n_1]
 * @returns [r, n_1], new memory
 */
export async function compressWeight(ops: Ops, basis: Matrix, weight: Matrix): Promise<Matrix> {
  const result = zeros(basis.rows, weight.columns);
  await ops.gemm(basis, weight, result);
  return result;
}

/**
 * Restores the full first layer: A^1 = A^1_0 + Q (A' − QᵀA^1_0).
 * @param ops operations
 * @param basis Qᵀ [r, n_0]
 * @param initial A^1_0 [n_0, n_1], the weights before training
 * @param compressed A' [r, n_1], the compressed weights of a snapshot
 * @returns A^1 [n_0, n_1], new memory
 */
export async function restoreWeight(
  ops: Ops,
  basis: Matrix,
  initial: Matrix,
  compressed: Matrix,
): Promise<Matrix> {
  const change = await compressWeight(ops, basis, initial);
  for (let index = 0; index < change.data.length; index++)
    change.data[index] = compressed.data[index]! - change.data[index]!;
  const result = matrix(initial.data.slice(), initial.rows, initial.columns);
  await ops.gemm(basis, change, result, { transposeA: true, beta: 1 });
  return result;
}

/** B ← B − (B Qᵀ..)Q for an orthonormal basis in rows. */
async function projectOut(ops: Ops, basis: Matrix, block: Matrix): Promise<void> {
  const overlaps = zeros(block.rows, basis.rows);
  await ops.gemm(block, basis, overlaps, { transposeB: true });
  await ops.gemm(overlaps, basis, block, { alpha: -1, beta: 1 });
}

function norm(vector: Float64Array): number {
  let sum = 0;
  for (const value of vector) sum += value * value;
  return Math.sqrt(sum);
}
