import { matrix, zeros } from '../../tensors/matrix.ts';
import type { Matrix } from '../../tensors/matrix.ts';
import type { Ops } from '../../tensors/ops.ts';
import { createRandom } from '../random.ts';
import type { RandomState } from '../random.ts';
import { orthonormalize } from './orthonormalize.ts';

/** What continues a search for p eigenvalues, whatever its precision. */
export interface SearchVectors {
  /** Predicted v_1, …, v_p, then guards: [p + 1, P], or [P, P] where that is less. */
  readonly block: Float64Array;
  /** v_1, …, v_p of the last search after a power step [p, P]; zero before the first. */
  readonly previous: Float64Array;
  readonly random: RandomState;
}

/** Further directions that a search follows, so that an eigenvalue on its way up is seen before it arrives. */
export const guards = 1;

/** Numbers in the arrays of `SearchVectors`. */
export function searchSizes(size: number, pairs: number): { block: number; previous: number } {
  return { block: Math.min(size, pairs + guards) * size, previous: pairs * size };
}

/**
 * Where a first search, for one pair, begins.
 *
 * @param size P
 * @param seed of its random numbers
 * @returns zeros, which the search replaces
 */
export function noVectors(size: number, seed: number): SearchVectors {
  const { block, previous } = searchSizes(size, 1);
  const random = createRandom(seed, 'sharpness').state();
  return { block: new Float64Array(block), previous: new Float64Array(previous), random };
}

/**
 * The same vectors for another number of pairs: as many as there are, and zeros.
 *
 * @param vectors of a search
 * @param size P
 * @param pairs p of the search that is to go on
 * @returns vectors for it, new memory
 */
export function withPairs(
  { block, previous, random }: SearchVectors,
  size: number,
  pairs: number,
): SearchVectors {
  const sizes = searchSizes(size, pairs);
  return { block: resized(block, sizes.block), previous: resized(previous, sizes.previous), random };
}

/**
 * The same vectors with a direction in the place of the last guard.
 *
 * @param vectors of a search
 * @param direction [P]
 * @returns vectors for the next search
 */
export function lookingAlong(vectors: SearchVectors, direction: Float64Array): SearchVectors {
  const block = vectors.block.slice();
  block.set(direction, block.length - direction.length);
  return { ...vectors, block };
}

/**
 * Makes the vectors of a search orthonormal.
 *
 * @param ops operations in float64
 * @param previous v_1, …, v_p after a power step [p, P]; overwritten
 * @param pairs p
 * @returns orthonormal rows [p, P], each near its v, in the memory of `previous`
 */
export async function orthonormalDirections(
  ops: Ops,
  previous: Float64Array,
  pairs: number,
): Promise<Matrix> {
  const size = previous.length / pairs;
  const rows = matrix(previous, pairs, size);
  await orthonormalize(ops, zeros(0, size), rows, new Float64Array(previous.length));
  return rows;
}

function resized(numbers: Float64Array, length: number): Float64Array {
  const result = new Float64Array(length);
  result.set(numbers.subarray(0, length));
  return result;
}
