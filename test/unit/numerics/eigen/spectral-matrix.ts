import type { BlockProduct } from '../../../../src/numerics/network/block-product.ts';
import { createRandom } from '../../../../src/numerics/random.ts';
import { rowsOf, zeros } from '../../../../src/tensors/matrix.ts';
import type { Matrix } from '../../../../src/tensors/matrix.ts';

/** A symmetric matrix with known eigenvalues: H = R diag(λ) R with the Householder reflection R = I − 2uuᵀ. */
export interface SpectralMatrix {
  readonly product: BlockProduct;
  /** Directions multiplied so far. */
  readonly directions: () => number;
  /** Eigenvector number m, [P]. */
  readonly vector: (m: number) => Float64Array;
}

export function spectralMatrix(values: readonly number[], seed = 1): SpectralMatrix {
  const size = values.length;
  const normal = new Float64Array(size);
  createRandom(seed, 'reflection').fillGaussian(normal);
  const length = Math.hypot(...normal);
  const u = normal.map((value) => value / length);
  let count = 0;
  const reflect = (v: Float64Array): Float64Array => {
    const along = 2 * v.reduce((sum, value, index) => sum + value * u[index]!, 0);
    return v.map((value, index) => value - along * u[index]!);
  };
  return {
    product: (directions, results) => {
      for (let row = 0; row < directions.rows; row++) {
        const inside = reflect(rowsOf(directions, row, 1).data).map((value, index) => value * values[index]!);
        rowsOf(results, row, 1).data.set(reflect(inside));
        count++;
      }
      return Promise.resolve();
    },
    directions: () => count,
    vector: (m) => reflect(Float64Array.from({ length: size }, (_, index) => (index === m ? 1 : 0))),
  };
}

export function gaussianRows(rows: number, columns: number, seed = 2): Matrix {
  const result = zeros(rows, columns);
  createRandom(seed, 'rows').fillGaussian(result.data);
  for (let index = 0; index < result.data.length; index++) result.data[index]! /= Math.sqrt(columns);
  return result;
}

/** Largest entry of |A Bᵀ − I|, or of |A Bᵀ| for different blocks. */
export function overlap(a: Matrix, b: Matrix): number {
  let worst = 0;
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < b.rows; j++) {
      const product = rowsOf(a, i, 1).data.reduce(
        (sum, value, index) => sum + value * rowsOf(b, j, 1).data[index]!,
        0,
      );
      worst = Math.max(worst, Math.abs(product - (a === b && i === j ? 1 : 0)));
    }
  }
  return worst;
}
