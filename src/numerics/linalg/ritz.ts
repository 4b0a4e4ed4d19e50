import { ritzResidual } from './ritz-components.ts';

/** The largest eigenvalue of a Lanczos tridiagonal matrix and how far it may be off. */
export interface Ritz {
  /** θ, the largest eigenvalue of T_k. */
  value: number;
  /**
   * Estimate of λ − θ: min(‖r‖, ‖r‖²/gap), with ‖r‖ = b_k |s_k|. It is too small where the process has not yet seen that
   * two eigenvalues lie close together: ask for less than is needed.
   */
  error: number;
}

/** Newton or bisection steps; convergence is quadratic near the end. */
const stepLimit = 200;

/**
 * The largest Ritz value of a Lanczos process and its error.
 *
 * T_k has diagonal a_1..a_k and off-diagonals b_1..b_{k−1}; b_k couples to the next, unknown row. θ is the root of the
 * last pivot of T_k − θI, δ_j = a_j − θ − b_{j−1}²/δ_{j−1}, found by Newton's method within a bracket. A twisted factorisation at
 * θ gives the last component s_k of its eigenvector to high relative accuracy, hence the residual ‖r‖ = b_k |s_k| (Parlett,
 * The Symmetric Eigenvalue Problem, section 13.2; Dhillon and Parlett 2004). Some eigenvalue lies within ‖r‖ of θ, and the
 * largest one within ‖r‖²/gap, where the gap to the second Ritz value is taken from T_k. Cost O(k).
 * @param diagonal a, the first k entries are used
 * @param coupling b, the first k entries are used
 * @param order k ≥ 1
 * @param resolution relative accuracy of θ itself
 * @param lower a value known to be ≤ θ, for example the last step's θ
 * @returns θ and its error
 */
export function largestRitz(
  diagonal: Float64Array,
  coupling: Float64Array,
  order: number,
  resolution: number,
  lower = -Infinity,
): Ritz {
  const { low, high } = gershgorin(diagonal, coupling, order);
  const value = refineRoot(diagonal, coupling, order, Math.max(lower, low), high, resolution);
  const residual = ritzResidual(diagonal, coupling, order, value);
  const gap = value - secondRitz(diagonal, coupling, order, value, low);
  return { value, error: gap > 0 ? Math.min(residual, (residual * residual) / gap) : residual };
}

/** An interval that holds every eigenvalue of T_k. */
function gershgorin(
  diagonal: Float64Array,
  coupling: Float64Array,
  order: number,
): { low: number; high: number } {
  let low = Infinity;
  let high = -Infinity;
  for (let j = 0; j < order; j++) {
    const radius = (j > 0 ? coupling[j - 1]! : 0) + (j < order - 1 ? coupling[j]! : 0);
    low = Math.min(low, diagonal[j]! - radius);
    high = Math.max(high, diagonal[j]! + radius);
  }
  return { low, high };
}

/** Root of the last pivot above all its poles. */
function refineRoot(
  diagonal: Float64Array,
  coupling: Float64Array,
  order: number,
  floor: number,
  ceiling: number,
  resolution: number,
): number {
  let low = floor;
  let high = ceiling;
  let value = ceiling;
  for (let step = 0; step < stepLimit; step++) {
    let pivot = diagonal[0]! - value;
    // −δ_k', a sum of terms of one sign.
    let slope = 1;
    let j = 1;
    for (; j < order && pivot < 0; j++) {
      const ratio = coupling[j - 1]! / pivot;
      slope = 1 + ratio * ratio * slope;
      pivot = diagonal[j]! - value - coupling[j - 1]! * ratio;
    }
    // Below an eigenvalue of a leading part, the last pivot is not reached.
    const newton = j === order ? value + pivot / slope : Number.NaN;
    if (pivot < 0) high = value;
    else low = value;
    const tolerance = resolution * Math.max(Math.abs(low), Math.abs(high));
    if (Math.abs(newton - value) <= tolerance / 4 || high - low <= tolerance) return value;
    value = newton > low && newton < high ? newton : (low + high) / 2;
  }
  return value;
}

/**
 * The second largest eigenvalue of T_k by Sturm counts, to a hundredth of its distance from the largest.
 * @param diagonal a, the first k entries are used
 * @param coupling b, the first k entries are used
 * @param order k ≥ 1
 * @param largest θ_1
 * @param floor a value below every eigenvalue; by default from T_k
 * @returns θ_2, rather too large than too small
 */
export function secondRitz(
  diagonal: Float64Array,
  coupling: Float64Array,
  order: number,
  largest: number,
  floor = gershgorin(diagonal, coupling, order).low,
): number {
  let low = floor;
  let high = largest;
  while (high - low > 0.01 * (largest - low) && high - low > 4 * Number.EPSILON * Math.abs(largest)) {
    const middle = (low + high) / 2;
    if (countAbove(diagonal, coupling, order, middle) >= 2) low = middle;
    else high = middle;
  }
  return high;
}

/** Number of eigenvalues of T_k above `value`: the positive pivots of T_k − value·I. */
function countAbove(diagonal: Float64Array, coupling: Float64Array, order: number, value: number): number {
  let count = 0;
  let pivot = 1;
  for (let j = 0; j < order; j++) {
    const squared = j === 0 ? 0 : coupling[j - 1]! * coupling[j - 1]!;
    pivot = diagonal[j]! - value - squared / pivot;
    if (pivot === 0) pivot = -Number.MIN_VALUE * 2 ** 60;
    if (pivot > 0) count++;
  }
  return count;
}
