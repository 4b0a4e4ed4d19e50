import { z } from 'zod';
import { rowsOf } from '../../tensors/matrix.ts';
import type { Ops } from '../../tensors/ops.ts';
import type { BlockProduct } from '../network/block-product.ts';
import { createRandom } from '../random.ts';
import { eigenSolver } from './eigen-solver.ts';

/** What is known of the top of the spectrum. */
export interface Sharpness {
  /** λ_1: the eigenvalue of largest magnitude, signed. */
  readonly value: number;
  /** ‖Hv − λ_1 v‖ / |λ_1|: some eigenvalue is this near to λ_1. */
  readonly residual: number;
  /** |λ_2| from below, as of the last search that looked at it; absent for P = 1. */
  readonly second?: number;
}

/** What continues the search from one θ to the next. */
export const sharpnessState = z.object({
  /** Start of the next search, v_1 and v_2 [2, P]. */
  sharpnessBlock: z.custom<Float64Array>((value) => value instanceof Float64Array),
  /** v_1 of the last search [P]. */
  sharpnessVector: z.custom<Float64Array>((value) => value instanceof Float64Array),
  sharpnessRandom: z.array(z.int()).readonly(),
  /** Searches so far. */
  sharpnessSearches: z.int().nonnegative(),
  /** Results of the last search. */
  sharpnessValue: z.number().exactOptional(),
  sharpnessResidual: z.number().nonnegative().exactOptional(),
  sharpnessSecond: z.number().nonnegative().exactOptional(),
});

/** See `sharpnessState`. */
export type SharpnessState = Readonly<z.infer<typeof sharpnessState>>;

/** Follows λ_1 along a training. */
export interface SharpnessFollower {
  /** Searches where the product multiplies now. */
  find(): Promise<Sharpness>;
  /** The same, leaving everything that later searches start from as it is. */
  measure(): Promise<Sharpness>;
  /** Has the next search look along a direction [P] that is known to hold what was missed. */
  lookAlong(direction: Float64Array): void;
  /** Result of the last search. */
  readonly last: Sharpness | undefined;
  /** v_1 after a power step, of a norm near 1 [P]; overwritten by the next search. */
  readonly vector: Float64Array;
  /** Products with H, since this follower was made. */
  readonly products: number;
  /** Copies. */
  save(): SharpnessState;
}

/** A search ends at this residual, whose square over the gap to λ_2 is the error of λ_1: a few tenths of a per cent. */
const tolerance = 0.02;
/** Products of the first search and of the others, after which they end with what they have. */
const firstRounds = 12;
const rounds = 4;
/** v_2 is multiplied in every so many searches. */
const secondEvery = 4;

/**
 * Prepares to follow the eigenvalue of largest magnitude of a matrix that changes (section 7.1).
 *
 * A warm-started, predicted block Krylov search (`eigenSolver`) for one pair and one guard. Where the matrix has changed little a search
 * takes one product. The residual of each result says how accurate it is.
 *
 * @param ops operations
 * @param size P
 * @param product multiplies by H
 * @param start a seed, or what an earlier follower saved
 * @returns the follower, with memory for about 20 vectors
 */
export function followSharpness(
  ops: Ops,
  size: number,
  product: BlockProduct,
  start: number | SharpnessState,
): SharpnessFollower {
  const saved = typeof start === 'number' ? undefined : start;
  const random = saved?.sharpnessRandom ?? createRandom(start as number, 'sharpness').state();
  const accuracy = {
    pairs: 1,
    guards: 1,
    tolerance,
    lastTolerance: tolerance,
    maxRounds: firstRounds,
    capacity: 6,
  };
  const solver = eigenSolver(ops, size, accuracy, random);
  let searches = saved?.sharpnessSearches ?? 0;
  let last = savedResult(saved);
  let products = 0;
  if (saved) {
    solver.block.data.set(saved.sharpnessBlock);
    solver.previous.data.set(saved.sharpnessVector);
  }

  /** A row that holds no direction is drawn anew. */
  const fillEmptyRows = async (): Promise<void> => {
    const fresh = createRandom(searches, 'sharpness-start');
    for (let row = 0; row < solver.block.rows; row++) {
      const entries = rowsOf(solver.block, row, 1).data;
      if ((await ops.dot(entries, entries)) > 1e-8) continue;
      fresh.fillGaussian(entries);
      ops.scale(1 / Math.sqrt(size), entries);
    }
  };

  const search = async (): Promise<Sharpness> => {
    await fillEmptyRows();
    const withSecond = searches % secondEvery === 0;
    const found = await solver.solve(product, withSecond, searches === 0 ? firstRounds : rounds);
    products += found.directions;
    const second = found.next === undefined ? last?.second : Math.abs(found.next);
    const value = found.values[0]!;
    const residual = value === 0 ? 0 : found.lastResidual;
    return { value, residual, ...(second !== undefined && { second }) };
  };

  return {
    get products() {
      return products;
    },
    get last() {
      return last;
    },
    get vector() {
      return solver.previous.data;
    },
    async find() {
      last = await search();
      searches++;
      return last;
    },
    async measure() {
      const putBack = solver.keep();
      const found = await search();
      putBack();
      return found;
    },
    lookAlong(direction) {
      const guard = rowsOf(solver.block, solver.block.rows - 1, 1).data;
      guard.set(direction);
      searches -= searches % secondEvery;
    },
    save: () => ({
      sharpnessBlock: solver.block.data.slice(),
      sharpnessVector: solver.previous.data.slice(),
      sharpnessRandom: solver.random(),
      sharpnessSearches: searches,
      ...(last && { sharpnessValue: last.value, sharpnessResidual: last.residual }),
      ...(last?.second !== undefined && { sharpnessSecond: last.second }),
    }),
  };
}

function savedResult(saved: SharpnessState | undefined): Sharpness | undefined {
  if (saved?.sharpnessValue === undefined || saved.sharpnessResidual === undefined) return undefined;
  const { sharpnessValue: value, sharpnessResidual: residual, sharpnessSecond: second } = saved;
  return { value, residual, ...(second !== undefined && { second }) };
}
