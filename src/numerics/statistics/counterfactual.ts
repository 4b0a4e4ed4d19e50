/** What the bound needs of a snapshot. */
export interface AlignmentState {
  /** ρ(K). */
  readonly overlapRatio: number;
  /** E‖Δ^i‖², i = 1..L. */
  readonly meanSquaredNormDelta: readonly number[];
  /** P_{Δ,J}^i, i = 1..L−1. */
  readonly jacobianAlignmentProduct: readonly number[];
}

/**
 * Bound on the sharpness had the layerwise Jacobians stayed as aligned as at t_0 (section 5, from Eq. 3, 4, 7 and 8; reading R12: the printed ratio
 * is inverted): λ ≤ ρ(K) Σ_i [P_{Δ,J}^i(t_0)/P_{Δ,J}^i(t)] E‖Δ^i‖², with P^L = 1.
 * @param now the snapshot at t
 * @param first the snapshot at t_0
 * @returns the bound
 * @example
 * const first = { overlapRatio: 0.5, meanSquaredNormDelta: [2, 1], jacobianAlignmentProduct: [0.1] };
 * const now = { overlapRatio: 0.5, meanSquaredNormDelta: [8, 2], jacobianAlignmentProduct: [0.4] };
 * console.log(counterfactualSharpness(now, first)); // 2
 */
export function counterfactualSharpness(now: AlignmentState, first: AlignmentState): number {
  const sum = now.meanSquaredNormDelta.reduce((total, norm, i) => {
    const before = first.jacobianAlignmentProduct[i] ?? 1;
    return total + (before / (now.jacobianAlignmentProduct[i] ?? 1)) * norm;
  }, 0);
  return now.overlapRatio * sum;
}

/**
 * The largest learning rate for which gradient descent is stable: η = 2/λ (section 2.1).
 * @param sharpness λ > 0
 * @returns η
 * @example
 * console.log(stableLearningRate(200)); // 0.01
 */
export function stableLearningRate(sharpness: number): number {
  return 2 / sharpness;
}

/**
 * The sharpness at which gradient descent with a learning rate is on the edge of stability: λ = 2/η (section 2.1).
 * @param learningRate η > 0
 * @returns λ
 * @example
 * console.log(edgeOfStability(0.01)); // 200
 */
export function edgeOfStability(learningRate: number): number {
  return 2 / learningRate;
}
