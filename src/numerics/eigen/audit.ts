import { copyIn, zerosIn } from '../../tensors/allocate.ts';
import { rowsOf } from '../../tensors/matrix.ts';
import type { Matrix, Numbers } from '../../tensors/matrix.ts';
import type { Ops } from '../../tensors/ops.ts';
import type { BlockProduct } from '../network/block-product.ts';
import type { Random } from '../random.ts';
import { orthonormalize } from './orthonormalize.ts';
import { rayleighRitz } from './rayleigh-ritz.ts';

/** The strongest direction that a cold search found outside the known eigenvectors. */
export interface Audit<Data extends Numbers = Float64Array> {
  /** θ: the Hessian has an eigenvalue of at least this magnitude outside the span of the known vectors. */
  readonly value: number;
  /** Its Ritz vector [P], new memory. */
  readonly vector: Data;
  readonly directions: number;
}

/**
 * Looks from a random start for an eigenvalue that a warm-started search may have missed.
 *
 * Lanczos with full reorthogonalisation on (I − VᵀV) H (I − VᵀV), V the known eigenvectors in rows. Every Ritz value is
 * a lower bound of the largest magnitude there, so |θ| > |λ_{k+1}| proves a miss; a few dozen steps find one that is
 * clearly larger. Cost `steps` single products.
 * @param ops operations
 * @param product multiplies by H
 * @param known V [k+1, P], orthonormal rows
 * @param random where the start comes from
 * @param steps number of Lanczos steps
 * @returns the Ritz pair of largest magnitude; undefined when the known vectors leave no room
 */
export async function auditEigenpairs<Data extends Numbers>(
  ops: Ops<Data>,
  product: BlockProduct<Data>,
  known: Matrix<Data>,
  random: Random,
  steps: number,
): Promise<Audit<Data> | undefined> {
  const size = known.columns;
  const order = Math.min(steps, size - known.rows);
  if (order < 1) return undefined;
  // The known vectors and then the Lanczos vectors, so that one orthonormalisation removes both.
  const vectors = zerosIn(ops, known.rows + order, size);
  vectors.data.set(known.data);
  const scratch = ops.allocate(size);
  const image = zerosIn(ops, 1, size);
  const projected = new Float64Array(order * order);
  random.fillGaussian(rowsOf(vectors, known.rows, 1).data);
  let count = 0;
  while (count < order) {
    const next = rowsOf(vectors, known.rows + count, 1);
    if ((await orthonormalize(ops, rowsOf(vectors, 0, known.rows + count), next, scratch)) === 0) break;
    await product(next, image);
    count++;
    const row = zerosIn(ops, 1, count);
    await ops.gemm(image, rowsOf(vectors, known.rows, count), row, { transposeB: true });
    projected.set(row.data, (count - 1) * order);
    if (count < order) rowsOf(vectors, known.rows + count, 1).data.set(image.data);
  }
  if (count === 0) return undefined;
  const found = rayleighRitz(projected, order, count);
  const vector = zerosIn(ops, 1, size);
  await ops.gemm(
    copyIn(ops, { rows: 1, columns: count, data: found.vectors.subarray(0, count) }),
    rowsOf(vectors, known.rows, count),
    vector,
  );
  return { value: found.values[0]!, vector: vector.data, directions: count };
}
