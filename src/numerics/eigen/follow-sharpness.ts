import type { Matrix } from '../../tensors/matrix.ts';
import type { Ops } from '../../tensors/ops.ts';
import { ConvergenceError } from '../convergence-error.ts';
import type { Hessian } from '../network/loss-hessian.ts';
import { lookingAlong, noVectors, orthonormalDirections, withPairs } from './search-vectors.ts';
import type { SearchVectors } from './search-vectors.ts';
import { savedSharpness } from './sharpness-state.ts';
import type { Sharpness, SharpnessState } from './sharpness-state.ts';
import { topSearch } from './top-search.ts';
import type { TopSearch } from './top-search.ts';

/** Follows λ_1, and if need be more eigenvalues, along a training. */
export interface SharpnessFollower {
  /** p, how many are followed. */
  readonly pairs: number;
  /** From the next search on, p eigenvalues are followed; the first search with more of them takes longer. */
  follow(pairs: number): void;
  /** Searches where the product multiplies now. */
  find(): Promise<Sharpness>;
  /** The same, leaving everything that later searches start from as it is. */
  measure(): Promise<Sharpness>;
  /** Has the next search look along a direction [P] that is known to hold what was missed. */
  lookAlong(direction: Float64Array): void;
  /** Result of the last search. */
  readonly last: Sharpness | undefined;
  /** Orthonormal rows near v_1, …, v_p of the last search, in float64: [p, P]; the same memory until the next. */
  directions(): Promise<Matrix>;
  /** Products with H, since this follower was made. */
  readonly products: number;
  /** Copies. */
  save(): SharpnessState;
}

/** Products of the first search and of the others, after which they end with what they have. */
const firstRounds = 12;
const rounds = 4;
/** v_{p+1} is multiplied in every so many searches. */
const restEvery = 4;

/**
 * Prepares to follow the eigenvalue of largest magnitude of a matrix that changes (section 7.1).
 *
 * A warm-started, predicted block Krylov search (`topSearch`) for one pair and one guard, or for more pairs where `follow` asks for
 * them. Where the matrix has changed little a search takes one product a pair. The residual of each result says how accurate it
 * is: far less than float32, in which the vectors and products are where the matrix has them.
 *
 * @param ops operations
 * @param size P
 * @param hessian multiplies by H
 * @param start a seed, or what an earlier follower saved
 * @returns the follower, with the memory of a `topSearch`
 */
export function followSharpness(
  ops: Ops,
  size: number,
  hessian: Hessian,
  start: number | SharpnessState,
): SharpnessFollower {
  const saved = typeof start === 'number' ? undefined : start;
  let pairs = saved?.sharpnessPairs ?? 1;
  /** Where a search goes on that has not been made yet. */
  let begin: SearchVectors | undefined = saved ? savedVectors(saved) : noVectors(size, start as number);
  let search: TopSearch | undefined;
  let searches = saved?.sharpnessSearches ?? 0;
  let last = savedSharpness(saved);
  let products = 0;
  let directions: Matrix | undefined;
  /** Until the next search: the guard no longer holds v_{p+1}. */
  let isGuardLost = false;

  const vectors = (): SearchVectors => search?.vectors() ?? begin!;

  const goOnFrom = (next: SearchVectors): void => {
    begin = next;
    search = undefined;
  };

  const inPrecision = (precision: TopSearch['precision']): TopSearch => {
    if (search?.precision === precision) return search;
    const from = vectors();
    const { single } = hessian;
    search =
      single && precision === 'float32'
        ? topSearch(single.ops, size, pairs, single.product, from)
        : topSearch(ops, size, pairs, hessian.product, from);
    begin = undefined;
    return search;
  };

  const solve = async (precision: TopSearch['precision']) =>
    inPrecision(precision).solve(searches % restEvery === 0, searches === 0 ? firstRounds : rounds, searches);

  /** Undefined where numbers leave the range of float32. */
  const solveInSingle = async () => {
    if (!(await hessian.single?.isWithinRange())) return undefined;
    try {
      return await solve('float32');
    } catch (error) {
      if (error instanceof ConvergenceError) return undefined;
      throw error;
    }
  };

  const sharpness = async (): Promise<Sharpness> => {
    const found = (await solveInSingle()) ?? (await solve('float64'));
    products += found.directions;
    const seen = found.next === undefined ? last?.rest : Math.abs(found.next);
    const rest = isGuardLost && seen !== undefined ? Math.max(seen, last?.rest ?? 0) : seen;
    const values = [...found.values];
    const value = values[0]!;
    const residual = value === 0 ? 0 : found.norms[0]! / Math.abs(value);
    return { value, residual, values, ...(rest !== undefined && { rest }) };
  };

  return {
    get pairs() {
      return pairs;
    },
    get products() {
      return products;
    },
    get last() {
      return last;
    },
    follow(count) {
      if (count === pairs) return;
      goOnFrom(withPairs(vectors(), size, count));
      if (count > pairs) searches = 0;
      last = last && fewer(last, count);
      pairs = count;
    },
    async directions() {
      directions ??= await orthonormalDirections(ops, search?.previous() ?? begin!.previous.slice(), pairs);
      return directions;
    },
    async find() {
      directions = undefined;
      last = await sharpness();
      isGuardLost = false;
      searches++;
      return last;
    },
    async measure() {
      const before = { search, begin };
      const putBack = search?.keep();
      const found = await sharpness();
      putBack?.();
      ({ search, begin } = before);
      return found;
    },
    lookAlong(direction) {
      goOnFrom(lookingAlong(vectors(), direction));
      searches -= searches % restEvery;
      isGuardLost = true;
    },
    save() {
      const { block, previous, random } = vectors();
      return {
        sharpnessPairs: pairs,
        sharpnessBlock: block,
        sharpnessVectors: previous,
        sharpnessRandom: random,
        sharpnessSearches: searches,
        ...(last && { sharpnessValues: last.values, sharpnessResidual: last.residual }),
        ...(last?.rest !== undefined && { sharpnessRest: last.rest }),
      };
    },
  };
}

function savedVectors({ sharpnessBlock, sharpnessVectors, sharpnessRandom }: SharpnessState): SearchVectors {
  return { block: sharpnessBlock, previous: sharpnessVectors, random: sharpnessRandom };
}

/** What is known of the first p eigenvalues, when more were followed. */
function fewer({ values, rest, ...found }: Sharpness, pairs: number): Sharpness {
  const next = values[pairs] === undefined ? rest : Math.abs(values[pairs]);
  return { ...found, values: values.slice(0, pairs), ...(next !== undefined && { rest: next }) };
}
