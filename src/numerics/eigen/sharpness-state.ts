import { z } from 'zod';
import { searchSizes } from './search-vectors.ts';

/** What is known of the top of the spectrum. */
export interface Sharpness {
  /** λ_1: the eigenvalue of largest magnitude, signed. */
  readonly value: number;
  /** ‖Hv − λ_1 v‖ / |λ_1|: some eigenvalue is this near to λ_1. */
  readonly residual: number;
  /** λ_1, …, λ_p: as many as are followed, signed, by descending magnitude. */
  readonly values: readonly number[];
  /** |λ_{p+1}| from below, as of the last search that looked at it; absent for P = p. */
  readonly rest?: number;
}

const array = z.custom<Float64Array>((value) => value instanceof Float64Array);

/** What continues the search from one θ to the next. */
export const sharpnessState = z.object({
  /** p. */
  sharpnessPairs: z.int().positive(),
  /** Start of the next search, v_1, …, v_{p+1} [p + 1, P]. */
  sharpnessBlock: array,
  /** v_1, …, v_p of the last search [p, P]. */
  sharpnessVectors: array,
  sharpnessRandom: z.array(z.int()).readonly(),
  /** Searches since p last grew. */
  sharpnessSearches: z.int().nonnegative(),
  /** Results of the last search. */
  sharpnessValues: z.array(z.number()).readonly().exactOptional(),
  sharpnessResidual: z.number().nonnegative().exactOptional(),
  sharpnessRest: z.number().nonnegative().exactOptional(),
});

/** See `sharpnessState`. */
export type SharpnessState = Readonly<z.infer<typeof sharpnessState>>;

/**
 * Lengths of the arrays of a state.
 * @param size P
 * @param saved what claims to be a state
 * @returns expected numbers, by name
 */
export function sharpnessLengths(
  size: number,
  saved: unknown,
): { sharpnessBlock: number; sharpnessVectors: number } {
  const { data } = sharpnessState.pick({ sharpnessPairs: true }).safeParse(saved);
  const { block, previous } = searchSizes(size, data?.sharpnessPairs ?? 1);
  return { sharpnessBlock: block, sharpnessVectors: previous };
}

/**
 * What a state knew of the spectrum.
 * @param saved a state
 * @returns the results of its last search; undefined before the first
 */
export function savedSharpness(saved: SharpnessState | undefined): Sharpness | undefined {
  if (saved?.sharpnessValues === undefined || saved.sharpnessResidual === undefined) return undefined;
  const { sharpnessValues: values, sharpnessResidual: residual, sharpnessRest: rest } = saved;
  return { value: values[0]!, values, residual, ...(rest !== undefined && { rest }) };
}
