/**
 * Slope of ELU with α = 1, from its value: σ'(x̂) = min(1, 1 + x), exactly, for x = σ(x̂).
 *
 * Half of the values are negative, in no order: a branch here costs five times as much as the arithmetic.
 *
 * @param x σ(x̂), ≥ −1
 * @returns σ'(x̂), in [0, 1]; NaN stays NaN
 */
export function eluSlope(x: number): number {
  return 1 + 0.5 * (x - Math.abs(x));
}
