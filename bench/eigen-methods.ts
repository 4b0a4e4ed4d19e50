import { eigenSolver } from '../src/numerics/eigen/eigen-solver.ts';
import type { EigenSettings } from '../src/numerics/eigen/eigenpairs.ts';
import { orthonormalize } from '../src/numerics/eigen/orthonormalize.ts';
import { rayleighRitz } from '../src/numerics/eigen/rayleigh-ritz.ts';
import type { BlockProduct } from '../src/numerics/network/block-product.ts';
import { createRandom } from '../src/numerics/random.ts';
import { matrix, rowsOf, zeros } from '../src/tensors/matrix.ts';
import type { Matrix } from '../src/tensors/matrix.ts';
import type { Ops } from '../src/tensors/ops.ts';

/** Finds eigenpairs at one θ after the other; returns the eigenvalues and the directions multiplied. */
export type EigenMethod = (product: BlockProduct) => Promise<{ values: Float64Array; directions: number }>;

/** The methods that were compared before the default was chosen; all stop by the same residuals. */
export const methods: Record<string, (ops: Ops, size: number, settings: EigenSettings) => EigenMethod> = {
  'subspace iteration + RR': subspaceIteration,
  'LOBPCG, warm': lobpcg,
  'block Krylov + RR': (ops, size, settings) => krylov(ops, size, settings, false),
  'block Krylov + RR + predictor': (ops, size, settings) => krylov(ops, size, settings, true),
};

const ROUNDS = 300;

function start(rows: number, size: number): Matrix {
  const block = zeros(rows, size);
  createRandom(1, 'start').fillGaussian(block.data);
  for (let index = 0; index < block.data.length; index++) block.data[index]! /= Math.sqrt(size);
  return block;
}

/** RR in a block with known images; keeps the best `keep` vectors. Returns which of the leading pairs are open. */
async function ritz(
  ops: Ops,
  { pairs, tolerance, lastTolerance }: EigenSettings,
  basis: Matrix,
  images: Matrix,
  keep: number,
) {
  const order = basis.rows;
  const projected = zeros(order, order);
  await ops.gemm(images, basis, projected, { transposeB: true });
  const found = rayleighRitz(projected.data, order, order);
  const combination = matrix(found.vectors, Math.min(keep, order), order);
  const [vectors, products] = [
    zeros(combination.rows, basis.columns),
    zeros(combination.rows, basis.columns),
  ];
  await ops.gemm(combination, basis, vectors);
  await ops.gemm(combination, images, products);
  const residuals = matrix(products.data.slice(), products.rows, products.columns);
  const open: number[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    const residual = rowsOf(residuals, pair, 1).data;
    ops.axpy(-found.values[pair]!, rowsOf(vectors, pair, 1).data, residual);
    const norm = Math.sqrt(await ops.dot(residual, residual));
    const limit =
      pair < pairs - 1
        ? tolerance * Math.abs(found.values[0]!)
        : lastTolerance * Math.abs(found.values[pair]!);
    if (norm > limit) open.push(pair);
  }
  return { values: found.values.slice(0, pairs), vectors, products, residuals, open };
}

/** V ← orth(HV), Rayleigh–Ritz; every column is multiplied in every round. */
function subspaceIteration(ops: Ops, size: number, settings: EigenSettings): EigenMethod {
  const width = settings.pairs + settings.guards;
  const block = start(width, size);
  const scratch = new Float64Array(width * size);
  return async (product) => {
    const images = zeros(width, size);
    for (let directions = width; ; directions += width) {
      await orthonormalize(ops, zeros(0, size), block, scratch);
      await product(block, images);
      const found = await ritz(ops, settings, block, images, width);
      // The images are the next block; those of the last round are the next start.
      block.data.set(found.products.data);
      if (found.open.length === 0 || directions > ROUNDS * width) return { values: found.values, directions };
    }
  };
}

/** Locally optimal block conjugate gradients without a preconditioner, by magnitude: RR in the span of X, R and P. */
function lobpcg(ops: Ops, size: number, settings: EigenSettings): EigenMethod {
  const width = settings.pairs + settings.guards;
  const block = start(width, size);
  const scratch = new Float64Array(3 * width * size);
  return async (product) => {
    let [basis, images] = [zeros(3 * width, size), zeros(3 * width, size)];
    basis.data.set(block.data);
    let order = await orthonormalize(ops, zeros(0, size), rowsOf(basis, 0, width), scratch);
    await product(rowsOf(basis, 0, order), rowsOf(images, 0, order));
    let directions = order;
    let first = order;
    for (;;) {
      const found = await ritz(ops, settings, rowsOf(basis, 0, order), rowsOf(images, 0, order), width);
      if (found.open.length === 0 || directions > ROUNDS * width) {
        block.data.set(found.vectors.data);
        return { values: found.values, directions };
      }
      // P: what the new vectors hold beside the old ones, and its image, without a product.
      const [next, nextImages] = [zeros(3 * width, size), zeros(3 * width, size)];
      next.data.set(found.vectors.data);
      nextImages.data.set(found.products.data);
      let count = found.vectors.rows;
      if (order > first) {
        const kept = await conjugate(ops, found, rowsOf(basis, 0, first), rowsOf(images, 0, first));
        for (const { vector, image } of kept) {
          rowsOf(next, count, 1).data.set(vector);
          rowsOf(nextImages, count, 1).data.set(image);
          count++;
        }
      }
      first = found.vectors.rows;
      const fresh = rowsOf(next, count, found.open.length);
      for (const [index, pair] of found.open.entries())
        rowsOf(fresh, index, 1).data.set(rowsOf(found.residuals, pair, 1).data);
      const added = await orthonormalize(ops, rowsOf(next, 0, count), fresh, scratch);
      await product(rowsOf(next, count, added), rowsOf(nextImages, count, added));
      directions += added;
      order = count + added;
      [basis, images] = [next, nextImages];
      if (added === 0) {
        block.data.set(found.vectors.data);
        return { values: found.values, directions };
      }
    }
  };
}

/** Open vectors minus their part in the old block, orthonormal to the new vectors, with images by linearity. */
async function conjugate(
  ops: Ops,
  found: { vectors: Matrix; products: Matrix; open: number[] },
  old: Matrix,
  oldImages: Matrix,
): Promise<{ vector: Float64Array; image: Float64Array }[]> {
  const kept: { vector: Float64Array; image: Float64Array }[] = [];
  for (const pair of found.open) {
    const vector = rowsOf(found.vectors, pair, 1).data.slice();
    const image = rowsOf(found.products, pair, 1).data.slice();
    const subtract = async (basis: Matrix, images: Matrix) => {
      for (let row = 0; row < basis.rows; row++) {
        const part = await ops.dot(vector, rowsOf(basis, row, 1).data);
        ops.axpy(-part, rowsOf(basis, row, 1).data, vector);
        ops.axpy(-part, rowsOf(images, row, 1).data, image);
      }
    };
    await subtract(old, oldImages);
    for (let pass = 0; pass < 2; pass++) {
      await subtract(found.vectors, found.products);
      for (const other of kept)
        await subtract(matrix(other.vector, 1, vector.length), matrix(other.image, 1, vector.length));
    }
    const norm = Math.sqrt(await ops.dot(vector, vector));
    if (norm < 1e-8) continue;
    ops.scale(1 / norm, vector);
    ops.scale(1 / norm, image);
    kept.push({ vector, image });
  }
  return kept;
}

function krylov(ops: Ops, size: number, settings: EigenSettings, predict: boolean): EigenMethod {
  const solver = eigenSolver(ops, size, settings);
  solver.block.data.set(start(solver.block.rows, size).data);
  let [settled, number] = [false, 0];
  return async (product) => {
    const found = await solver.solve(product, !settled || number++ % 3 === 0);
    settled = found.rounds === 1;
    if (!predict) rowsOf(solver.block, 0, settings.pairs).data.set(found.vectors.data);
    return { values: found.values, directions: found.directions };
  };
}
