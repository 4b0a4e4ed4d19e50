import { secondRitz, type Ritz } from './ritz.ts';
import { ritzResidual } from './ritz-components.ts';

/**
 * How far the largest Ritz value of a Lanczos process may be off, by two Ritz vectors.
 *
 * λ_1 − θ_1 ≤ ‖r_1‖²/gap (Kato and Temple; Parlett, The Symmetric Eigenvalue Problem, section 11.7), where the gap reaches from θ_1 to the
 * next eigenvalue. As far as the process has seen the spectrum that is at most θ_2 + ‖r_2‖, so the second pair has to settle, too, before
 * the square counts: after a few steps from a good start vector T has not yet met what lies close below θ_1. Where θ_1 − θ_2 − ‖r_2‖ is
 * not positive, the estimate is ‖r_1‖. Cost O(k).
 * @param diagonal a, the first k entries are used
 * @param coupling b, the first k entries are used
 * @param order k ≥ 1
 * @param first θ_1 and its error with θ_2 alone (`largestRitz`)
 * @param allowed where that error is larger already, it is the result
 * @returns the estimate of λ_1 − θ_1
 */
export function ritzError(
  diagonal: Float64Array,
  coupling: Float64Array,
  order: number,
  first: Ritz,
  allowed: number,
): number {
  if (order === 1 || first.error > allowed) return first.error;
  const second = secondRitz(diagonal, coupling, order, first.value);
  const residual = ritzResidual(diagonal, coupling, order, first.value);
  const gap = first.value - second - ritzResidual(diagonal, coupling, order, second);
  return gap > 0 ? Math.min(residual, (residual * residual) / gap) : residual;
}
