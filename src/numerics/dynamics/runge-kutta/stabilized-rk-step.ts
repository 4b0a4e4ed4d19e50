import type { FlowPoint, GradientFlow } from '../flow/gradient-flow.ts';
import type { StabilizedRkFormula } from './stabilized-rk-coefficients.ts';

/** Memory of a step; none of it may belong to the point that the step starts from. */
export interface StepMemory {
  /** Two arrays for stages, [P] each. */
  readonly stages: readonly [Float64Array, Float64Array];
  /** [P]. */
  readonly gradient: Float64Array;
}

/**
 * One step of the second-order Runge–Kutta–Chebyshev method along θ' = F(θ) = −∇L(θ).
 *
 *     Y_0 = θ_n,  Y_1 = Y_0 + μ̃_1 Δt F_0
 *     Y_j = (1 − μ_j − ν_j) Y_0 + μ_j Y_{j−1} + ν_j Y_{j−2} + μ̃_j Δt F_{j−1} + γ̃_j Δt F_0,   j = 2..s
 *     θ_{n+1} = Y_s
 *
 * (Sommeijer, Shampine and Verwer 1997.) Cost: s gradients, the last of them at θ_{n+1} for the error estimate and for the
 * next step.
 *
 * @param flow loss and gradient
 * @param formula coefficients for s stages
 * @param from θ_n with its gradient; left as it is
 * @param stepSize Δt
 * @param memory filled; the result's arrays are among it
 * @returns θ_{n+1} with loss and gradient
 */
export async function stabilizedRkStep(
  flow: GradientFlow,
  formula: StabilizedRkFormula,
  from: FlowPoint,
  stepSize: number,
  memory: StepMemory,
): Promise<FlowPoint> {
  const start = from.parameters;
  const startGradient = from.gradient;
  const { gradient } = memory;
  let [stage, spare] = memory.stages;
  let before = start;
  for (let i = 0; i < start.length; i++)
    stage[i] = start[i]! - formula.firstSlope * stepSize * startGradient[i]!;
  for (const { mu, nu, muSlope, gammaSlope } of formula.stages) {
    await flow.gradient(stage, gradient);
    const rest = 1 - mu - nu;
    const slope = muSlope * stepSize;
    const startSlope = gammaSlope * stepSize;
    // Y_j may replace Y_{j−2}: each number is read before it is written.
    const target = spare;
    for (let i = 0; i < target.length; i++)
      target[i] =
        rest * start[i]! +
        mu * stage[i]! +
        nu * before[i]! -
        slope * gradient[i]! -
        startSlope * startGradient[i]!;
    before = stage;
    spare = stage;
    stage = target;
  }
  const loss = await flow.gradient(stage, gradient);
  return { parameters: stage, gradient, loss };
}

/**
 * Norm of the estimated local error of a step.
 *
 * Est = 0.8 (θ_n − θ_{n+1}) + 0.4 Δt (F_n + F_{n+1}), of third order in Δt.
 *
 * @param from θ_n with its gradient
 * @param to θ_{n+1} with its gradient
 * @param stepSize Δt
 * @returns ‖Est‖₂
 */
export function stabilizedRkError(from: FlowPoint, to: FlowPoint, stepSize: number): number {
  let sum = 0;
  for (let i = 0; i < from.parameters.length; i++) {
    const entry =
      0.8 * (from.parameters[i]! - to.parameters[i]!) -
      0.4 * stepSize * (from.gradient[i]! + to.gradient[i]!);
    sum += entry * entry;
  }
  return Math.sqrt(sum);
}
