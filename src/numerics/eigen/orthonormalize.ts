import { copyIn, zerosIn } from '../../tensors/allocate.ts';
import { matrix, rowsOf, zeros } from '../../tensors/matrix.ts';
import type { Matrix, Numbers } from '../../tensors/matrix.ts';
import type { Backend, Ops } from '../../tensors/ops.ts';
import { symmetricEigen } from '../linalg/symmetric-eigen.ts';

/** What rounding leaves of a difference, by precision. */
interface Limits {
  /** A row whose part outside the others is smaller than this fraction of it is dropped: what is left is rounding. */
  readonly dependent: number;
  /** Below this pivot of the unit-diagonal Gram matrix, Cholesky loses too many digits for the second pass to repair. */
  readonly smallestPivot: number;
  /** Eigenvalues of the Gram matrix below this part of the largest are rounding. */
  readonly rank: number;
}

const limits: Record<Backend['precision'], Limits> = {
  float64: { dependent: 1e-11, smallestPivot: 1e-6, rank: 1e-14 },
  float32: { dependent: 1e-4, smallestPivot: 1e-2, rank: 1e-5 },
};

/**
 * Makes the rows of a block orthonormal, and orthogonal to a basis, by Cholesky-QR done twice.
 *
 * Each pass projects: B ← B − (B Qᵀ) Q, then normalises with the Gram matrix S = B Bᵀ = L Lᵀ: B ← L⁻¹ B. Everything
 * over P is a matrix product. Where S is nearly singular its eigendecomposition takes the place of L, and dependent
 * directions are dropped. After the second pass Q and B are orthonormal to rounding.
 * @param ops operations
 * @param basis Q [m, P], orthonormal rows; m may be 0
 * @param block B [b, P], overwritten
 * @param scratch at least b·P numbers
 * @returns the number of rows kept, ≤ b; they come first in `block`
 */
export async function orthonormalize<Data extends Numbers>(
  ops: Ops<Data>,
  basis: Matrix<Data>,
  block: Matrix<Data>,
  scratch: Data,
): Promise<number> {
  let kept = block.rows;
  for (let pass = 0; pass < 2 && kept > 0; pass++) {
    const part = rowsOf(block, 0, kept);
    const before = await gram(ops, part);
    let after = before;
    if (basis.rows > 0) {
      const overlaps = zerosIn(ops, kept, basis.rows);
      await ops.gemm(part, basis, overlaps, { transposeB: true });
      await ops.gemm(overlaps, basis, part, { alpha: -1, beta: 1 });
      after = await gram(ops, part);
    }
    const transform = normalizer(before.data, after.data, kept, limits[ops.backend.precision]);
    kept = transform.rows;
    if (kept === 0) break;
    const target = matrix(scratch, kept, block.columns);
    await ops.gemm(copyIn(ops, transform), part, target);
    block.data.set(target.data);
  }
  return kept;
}

/**
 * The Gram matrix B Bᵀ of rows.
 * @param ops operations
 * @param block B [b, P]
 * @returns [b, b], new memory
 */
export async function gram<Data extends Numbers>(ops: Ops<Data>, block: Matrix<Data>): Promise<Matrix<Data>> {
  const result = zerosIn(ops, block.rows, block.rows);
  await ops.gemm(block, block, result, { transposeB: true });
  return result;
}

/** The matrix N [kept, b] with N S Nᵀ = I: the inverse Cholesky factor, or Λ^{−1/2}Uᵀ of the independent directions. */
function normalizer(
  before: Numbers,
  gramMatrix: Numbers,
  order: number,
  { dependent, smallestPivot, rank }: Limits,
): Matrix {
  const rows: number[] = [];
  for (let row = 0; row < order; row++) {
    const squared = gramMatrix[row * (order + 1)]!;
    if (squared > dependent ** 2 * before[row * (order + 1)]!) rows.push(row);
  }
  const count = rows.length;
  const norms = rows.map((row) => Math.sqrt(gramMatrix[row * (order + 1)]!));
  const scaled = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++)
      scaled[i * count + j] = gramMatrix[rows[i]! * order + rows[j]!]! / (norms[i]! * norms[j]!);
  }
  const small = inverseCholesky(scaled, count, smallestPivot) ?? inverseSquareRoot(scaled, count, rank);
  const result = zeros(small.rows, order);
  for (let i = 0; i < small.rows; i++) {
    for (let j = 0; j < count; j++)
      result.data[i * order + rows[j]!] = small.data[i * count + j]! / norms[j]!;
  }
  return result;
}

/**
 * The inverse Cholesky factor L⁻¹ of S = L Lᵀ, by which rows with Gram matrix S become orthonormal.
 * @param gramMatrix S [n, n] row-major; its lower triangle is read
 * @param order n
 * @param smallestPivot smallest pivot that is accurate enough for the use
 * @returns L⁻¹ [n, n], new memory; undefined when a pivot is smaller
 */
export function inverseCholesky(
  gramMatrix: Numbers,
  order: number,
  smallestPivot: number,
): Matrix | undefined {
  const factor = new Float64Array(order * order);
  const inverse = zeros(order, order);
  for (let i = 0; i < order; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = gramMatrix[i * order + j]!;
      for (let q = 0; q < j; q++) sum -= factor[i * order + q]! * factor[j * order + q]!;
      if (i === j && !(sum > smallestPivot)) return undefined;
      factor[i * order + j] = i === j ? Math.sqrt(sum) : sum / factor[j * (order + 1)]!;
    }
    for (let j = 0; j <= i; j++) {
      let sum = i === j ? 1 : 0;
      for (let q = j; q < i; q++) sum -= factor[i * order + q]! * inverse.data[q * order + j]!;
      inverse.data[i * order + j] = sum / factor[i * (order + 1)]!;
    }
  }
  return inverse;
}

/** Λ^{−1/2}Uᵀ over the eigenvalues of S that are not rounding. */
function inverseSquareRoot(gramMatrix: Float64Array, order: number, rank: number): Matrix {
  const { values, vectors } = symmetricEigen(gramMatrix, order);
  const kept = values.findIndex((value) => !(value > rank * values[0]!));
  const count = kept < 0 ? order : kept;
  const result = zeros(count, order);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < order; j++)
      result.data[i * order + j] = vectors[i * order + j]! / Math.sqrt(values[i]!);
  }
  return result;
}
