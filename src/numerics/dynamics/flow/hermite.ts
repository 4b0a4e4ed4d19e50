/** Both ends of a step: value and slope at each. */
export interface StepEnds<Value> {
  readonly before: Value;
  readonly after: Value;
  /** ∇L(θ) at the ends: the slope of the flow is its negative. */
  readonly gradientBefore: Value;
  readonly gradientAfter: Value;
  /** Δt, length of the step in flow time. */
  readonly stepSize: number;
}

/** Factors of the four numbers that fix a cubic. */
interface CubicWeights {
  readonly before: number;
  readonly after: number;
  readonly slopeBefore: number;
  readonly slopeAfter: number;
}

/** Cubic Hermite basis at the fraction s of a step; slopes are taken per unit of time. */
function cubicWeights(fraction: number, stepSize: number): CubicWeights {
  const rest = 1 - fraction;
  return {
    before: (1 + 2 * fraction) * rest * rest,
    after: fraction * fraction * (1 + 2 * rest),
    slopeBefore: fraction * rest * rest * stepSize,
    slopeAfter: -fraction * fraction * rest * stepSize,
  };
}

/**
 * Parameters inside a step, by cubic Hermite interpolation.
 *
 * θ(t_n + sΔt) = (1+2s)(1−s)² θ_n + s²(3−2s) θ_{n+1} + Δt [s(1−s)² θ'_n − s²(1−s) θ'_{n+1}], θ' = −∇L. Its error is
 * O(Δt⁴), below that of a second-order step.
 *
 * @param ends θ and ∇L at both ends, [P] each
 * @param fraction s in [0, 1]
 * @param target filled with θ(t_n + sΔt) [P]; must not be one of the ends
 */
export function interpolateParameters(
  ends: StepEnds<Float64Array>,
  fraction: number,
  target: Float64Array,
): void {
  const { before, after, gradientBefore, gradientAfter, stepSize } = ends;
  const weights = cubicWeights(fraction, stepSize);
  for (let i = 0; i < target.length; i++)
    target[i] =
      weights.before * before[i]! +
      weights.after * after[i]! -
      weights.slopeBefore * gradientBefore[i]! -
      weights.slopeAfter * gradientAfter[i]!;
}

/**
 * Loss inside a step, by cubic Hermite interpolation with L' = −‖∇L‖² at both ends.
 *
 * @param ends losses, and ‖∇L‖² in place of the gradients
 * @param fraction s in [0, 1]
 * @returns an estimate of L(θ(t_n + sΔt))
 */
export function interpolateLoss(ends: StepEnds<number>, fraction: number): number {
  const { before, after, gradientBefore, gradientAfter, stepSize } = ends;
  const weights = cubicWeights(fraction, stepSize);
  return (
    weights.before * before +
    weights.after * after -
    weights.slopeBefore * gradientBefore -
    weights.slopeAfter * gradientAfter
  );
}
