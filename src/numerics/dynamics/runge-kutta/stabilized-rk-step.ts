import type { FlowPoint, GradientFlow } from '../flow/gradient-flow.ts';
import { outlierPaths } from './outlier-paths.ts';
import type { Outliers, StageFactors } from './outlier.ts';
import { errorBesideOutliers, stabilizedRkError } from './stabilized-rk-error.ts';
import type { StabilizedRkFormula } from './stabilized-rk-coefficients.ts';

/** Memory of a step; none of it may belong to the point that the step starts from. */
export interface StepMemory {
  /** Two arrays for stages, [P] each. */
  readonly stages: readonly [Float64Array, Float64Array];
  /** [P]. */
  readonly gradient: Float64Array;
}

/** A step with its own estimate of its error. */
export interface StabilizedRkStep {
  /** θ_{n+1} with loss and gradient. */
  readonly next: FlowPoint;
  /** ‖Est‖₂. */
  readonly errorEstimate: number;
}

/**
 * One step of the second-order Runge–Kutta–Chebyshev method along θ' = F(θ) = −∇L(θ).
 *
 *     Y_0 = θ_n,  Y_1 = Y_0 + μ̃_1 Δt F_0
 *     Y_j = (1 − μ_j − ν_j) Y_0 + μ_j Y_{j−1} + ν_j Y_{j−2} + μ̃_j Δt F_{j−1} + γ̃_j Δt F_0,   j = 2..s
 *     θ_{n+1} = Y_s
 *
 * (Sommeijer, Shampine and Verwer 1997.) Cost: s gradients, the last of them at θ_{n+1} for the error estimate and for the
 * next step. Outliers are integrated by themselves (`outlierPath`): the stages then need to be stable for the
 * rest of the spectrum alone.
 *
 * @param flow loss and gradient
 * @param formula coefficients for s stages
 * @param from θ_n with its gradient; left as it is
 * @param stepSize Δt
 * @param memory filled; the result's arrays are among it
 * @param outliers the directions that are integrated by themselves
 * @returns θ_{n+1} with loss and gradient, and ‖Est‖₂ (`stabilizedRkError`)
 */
export async function stabilizedRkStep(
  flow: GradientFlow,
  formula: StabilizedRkFormula,
  from: FlowPoint,
  stepSize: number,
  memory: StepMemory,
  outliers?: Outliers,
): Promise<StabilizedRkStep> {
  const start = from.parameters;
  const startGradient = from.gradient;
  const { gradient } = memory;
  let [stage, spare] = memory.stages;
  let before = start;
  const firstSlope = formula.firstSlope * stepSize;
  const paths = outliers && (await outlierPaths(flow.ops, outliers, startGradient));

  for (let i = 0; i < start.length; i++) stage[i] = start[i]! - firstSlope * startGradient[i]!;
  await paths?.move({ mu: 0, nu: 0, slope: 0, startSlope: firstSlope }, undefined, stage);
  for (const { mu, nu, muSlope, gammaSlope } of formula.stages) {
    await flow.gradient(stage, gradient);
    const factors = { mu, nu, slope: muSlope * stepSize, startSlope: gammaSlope * stepSize };
    // Y_j may replace Y_{j−2}: each number is read before it is written.
    const target = spare;
    combine(factors, { start, stage, before, gradient, startGradient }, target);
    await paths?.move(factors, gradient, target);
    before = stage;
    spare = stage;
    stage = target;
  }
  const loss = await flow.gradient(stage, gradient);
  const next = { parameters: stage, gradient, loss };
  if (paths === undefined) return { next, errorEstimate: stabilizedRkError(from, next, stepSize) };
  const beside = { directions: outliers!.directions, errors: await paths.errors(gradient) };
  return { next, errorEstimate: await errorBesideOutliers(flow.ops, from, next, stepSize, beside, spare) };
}

/** What a stage is formed from, [P] each. */
interface StageTerms {
  readonly start: Float64Array;
  readonly stage: Float64Array;
  readonly before: Float64Array;
  readonly gradient: Float64Array;
  readonly startGradient: Float64Array;
}

function combine(
  { mu, nu, slope, startSlope }: StageFactors,
  { start, stage, before, gradient, startGradient }: StageTerms,
  target: Float64Array,
): void {
  const rest = 1 - mu - nu;
  for (let i = 0; i < target.length; i++)
    target[i] =
      rest * start[i]! +
      mu * stage[i]! +
      nu * before[i]! -
      slope * gradient[i]! -
      startSlope * startGradient[i]!;
}
