import type { FlowPoint, GradientFlow } from '../flow/gradient-flow.ts';
import type { StepMemory } from './stabilized-rk-step.ts';

/** a_ij of stages 2..6: stage i begins at θ_n + Δt Σ_j a_ij k_j. */
const stageWeights = [
  [1 / 5],
  [3 / 40, 9 / 40],
  [44 / 45, -56 / 15, 32 / 9],
  [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
  [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
];
/** b_j of the fifth-order result; b_2 = 0. */
const resultWeights = [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84];
/** b_j minus the weights of the embedded fourth-order result, j = 1..7. */
const errorWeights = [71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40];

/** Memory of a step; none of it may belong to the point that the step starts from. */
export interface DormandPrinceMemory extends StepMemory {
  /** k_2, …, k_6 as gradients, [P] each. */
  readonly slopes: readonly Float64Array[];
}

/** A step with its own estimate of its error. */
export interface DormandPrinceStep {
  /** θ_{n+1} with loss and gradient. */
  readonly next: FlowPoint;
  /** ‖Δt Σ_j (b_j − b̂_j) k_j‖₂. */
  readonly errorEstimate: number;
}

/**
 * One step of the Dormand–Prince pair of orders 5 and 4 along θ' = F(θ) = −∇L(θ).
 *
 *     k_1 = F(θ_n),  k_i = F(θ_n + Δt Σ_{j<i} a_ij k_j),  i = 2..6
 *     θ_{n+1} = θ_n + Δt Σ_j b_j k_j,  k_7 = F(θ_{n+1}),  Est = Δt Σ_j (b_j − b̂_j) k_j
 *
 * (Dormand and Prince, J. Comput. Appl. Math. 6 (1980) 19–26; Hairer, Nørsett and Wanner, Solving Ordinary Differential Equations
 * I, section II.5.) Stable for Δt·λ_1 ≤ 3.3. Cost: 6 gradients, the last of them at θ_{n+1}.
 *
 * @param flow loss and gradient
 * @param from θ_n with its gradient; left as it is
 * @param stepSize Δt
 * @param memory filled; the result's arrays are among it
 * @returns θ_{n+1} with loss and gradient, and the error estimate, of fifth order in Δt where F is smooth
 */
export async function dormandPrinceStep(
  flow: GradientFlow,
  from: FlowPoint,
  stepSize: number,
  memory: DormandPrinceMemory,
): Promise<DormandPrinceStep> {
  const [next, stage] = memory.stages;
  const slopes = [from.gradient];
  for (const [index, weights] of stageWeights.entries()) {
    combine(from.parameters, slopes, weights, stepSize, stage);
    const slope = memory.slopes[index]!;
    await flow.gradient(stage, slope);
    slopes.push(slope);
  }
  combine(from.parameters, slopes, resultWeights, stepSize, next);
  const { gradient } = memory;
  const loss = await flow.gradient(next, gradient);
  slopes.push(gradient);
  return { next: { parameters: next, gradient, loss }, errorEstimate: stepSize * errorNorm(slopes) };
}

/** `target` ← θ − Δt Σ_j w_j g_j. */
function combine(
  start: Float64Array,
  slopes: readonly Float64Array[],
  weights: readonly number[],
  stepSize: number,
  target: Float64Array,
): void {
  target.set(start);
  for (const [j, weight] of weights.entries()) {
    if (weight === 0) continue;
    const slope = slopes[j]!;
    const factor = stepSize * weight;
    for (let i = 0; i < target.length; i++) target[i]! -= factor * slope[i]!;
  }
}

function errorNorm(slopes: readonly Float64Array[]): number {
  const [one, , three, four, five, six, seven] = slopes as readonly Float64Array[] & { length: 7 };
  const [w1, , w3, w4, w5, w6, w7] = errorWeights as readonly number[] & { length: 7 };
  let sum = 0;
  for (let i = 0; i < one!.length; i++) {
    const entry =
      w1! * one![i]! +
      w3! * three![i]! +
      w4! * four![i]! +
      w5! * five![i]! +
      w6! * six![i]! +
      w7! * seven![i]!;
    sum += entry * entry;
  }
  return Math.sqrt(sum);
}
