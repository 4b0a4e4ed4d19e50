import { rowsOf } from '../../tensors/matrix.ts';
import type { Numbers } from '../../tensors/matrix.ts';
import type { Ops } from '../../tensors/ops.ts';
import type { BlockProduct } from '../network/block-product.ts';
import { createRandom } from '../random.ts';
import { eigenSolver } from './eigen-solver.ts';
import type { TopEigenpairs } from './eigenpairs.ts';
import { guards } from './search-vectors.ts';
import type { SearchVectors } from './search-vectors.ts';

/** A warm-started search for the p eigenvalues of largest magnitude, with one guard. */
export interface TopSearch {
  readonly precision: 'float64' | 'float32';
  /** Searches where the product multiplies now; a start row that holds no direction is drawn anew from a seed. */
  solve(withGuards: boolean, maxRounds: number, seed: number): Promise<Omit<TopEigenpairs, 'vectors'>>;
  /** Copies the `previous` of `vectors`. */
  previous(): Float64Array;
  /** Copies what later searches start from; the result puts it back. */
  keep(): () => void;
  /** Copies. */
  vectors(): SearchVectors;
}

/** A search ends at this residual, whose square over the gap to the next eigenvalue is the error of λ: a few tenths of a per cent. */
const tolerance = 0.02;

/**
 * Prepares a search (`eigenSolver`) in the precision of its operations.
 *
 * @param ops operations, float64 or float32
 * @param size P
 * @param pairs p ≤ P
 * @param product multiplies by the matrix
 * @param from where it goes on; copied
 * @returns the search, with memory for some 20 vectors for p = 1, and 16 more for each further one
 */
export function topSearch<Data extends Numbers>(
  ops: Ops<Data>,
  size: number,
  pairs: number,
  product: BlockProduct<Data>,
  from: SearchVectors,
): TopSearch {
  const accuracy = {
    pairs,
    guards,
    tolerance,
    lastTolerance: tolerance,
    maxRounds: 1,
    capacity: 3 * (pairs + guards),
  };
  const solver = eigenSolver(ops, size, accuracy, from.random);
  solver.block.data.set(from.block);
  solver.previous.data.set(from.previous);

  const fillEmptyRows = async (seed: number): Promise<void> => {
    const fresh = createRandom(seed, 'sharpness-start');
    for (let row = 0; row < solver.block.rows; row++) {
      const entries = rowsOf(solver.block, row, 1).data;
      if ((await ops.dot(entries, entries)) > 1e-8) continue;
      fresh.fillGaussian(entries);
      ops.scale(1 / Math.sqrt(size), entries);
    }
  };

  return {
    precision: solver.previous.data instanceof Float32Array ? 'float32' : 'float64',
    async solve(withGuards, maxRounds, seed) {
      await fillEmptyRows(seed);
      return solver.solve(product, withGuards, maxRounds);
    },
    previous: () => new Float64Array(solver.previous.data),
    keep: () => solver.keep(),
    vectors: () => ({
      block: new Float64Array(solver.block.data),
      previous: new Float64Array(solver.previous.data),
      random: solver.random(),
    }),
  };
}
