import type { FlowPoint, GradientFlow } from '../flow/gradient-flow.ts';
import { chooseOutliers, radiusMargin, stagesBeside } from './choose-outliers.ts';
import { acceptedAttempt, allowedError, type ErrorControl } from './error-control.ts';
import { largestStableStep, stabilizedRkFormula, stagesFor } from './stabilized-rk-coefficients.ts';
import { stabilizedRkStep } from './stabilized-rk-step.ts';
import type { StepMethod, StepMethodState } from './step-method.ts';
import { stepWorkspace } from './step-workspace.ts';
import { present } from '../../../present.ts';

/** Part of the tolerance with which steps beside outliers end as near to the flow as others (decision 0095). */
const outlierTolerance = 0.7;
/** Bounds the time from one checkpoint to the next; rounding would allow far more. */
const stageLimit = 200;

/**
 * Second-order Runge–Kutta–Chebyshev integration of gradient flow with adaptive steps (RKC2; Sommeijer, Shampine and
 * Verwer 1997).
 *
 * Stages: the fewest with Δt·1.2|λ_1| ≤ 0.65 (s² − 1), λ_1 by `followSharpness` at the start of every step. Where p
 * eigenvalues stand out (`chooseOutliers`) and fewer stages do then, the step integrates along v_1, …, v_p by themselves (`outlierPath`), in 3 stages or the fewest with
 * Δt·1.5|λ_{p+1}| ≤ 0.65 (s² − 1), and with 0.7 of the tolerance. A step is rejected when
 * e = ‖Est‖₂/(tolerance·errorScale) > 1, when the loss rises (along the flow it cannot), or when either is not finite; after a rise the
 * search for λ_1 looks along the failed step. The next step is
 * Δt·min(10, max(0.1, f)), f = 0.8 e_n^(−1/3)·(Δt_n/Δt_{n−1})·(e_{n−1}/e_n)^(1/3), without the last two factors in the first
 * step and after a rejection, which also keeps the step from growing.
 *
 * @param flow loss, gradient, Hessian products
 * @param control tolerance
 * @param saved what `save` gave, to go on
 * @returns the method; it holds 6·P numbers and those of its search
 * @throws {RangeError} when tolerance or scale are not positive
 */
export function stabilizedRk(flow: GradientFlow, control: ErrorControl, saved?: StepMethodState): StepMethod {
  const allowed = allowedError('stabilizedRk', control);
  const workspace = stepWorkspace(flow, saved);
  const outliers = chooseOutliers(
    workspace.sharpness,
    Math.min(flow.outliers ?? 1, flow.parameterCount - 1),
    saved?.outliersFrom,
  );
  let nextStep = saved?.nextStep;
  let last =
    saved?.lastStep === undefined ? undefined : { stepSize: saved.lastStep, error: saved.lastError! };

  const attempt = async (from: FlowPoint, wanted: number) => {
    const beside = await outliers.for(wanted);
    const rho = beside?.rest ?? radiusMargin * workspace.radius;
    const stages = Math.min(beside ? stagesBeside(wanted, rho) : stagesFor(wanted, rho), stageLimit);
    const stepSize = stages < stageLimit ? wanted : Math.min(wanted, largestStableStep(stages, rho));
    const formula = stabilizedRkFormula(stages);
    const memory = workspace.memoryBeside(from);
    const { next, errorEstimate } = await stabilizedRkStep(flow, formula, from, stepSize, memory, beside);
    workspace.count(stages);
    const error = errorEstimate / (beside ? outlierTolerance * allowed : allowed);
    return { next, stepSize, stages, errorEstimate, error, isBesideOutliers: beside !== undefined };
  };

  return {
    get gradients() {
      return workspace.gradients;
    },
    get products() {
      return workspace.products;
    },
    get reach() {
      return nextStep!;
    },
    inspect: (parameters) => workspace.inspect(parameters),

    async start(parameters) {
      const begun = await workspace.start(parameters);
      const rho = workspace.radius;
      nextStep = rho > 0 ? 1 / (radiusMargin * rho) : 1;
      return begun;
    },

    async step(from) {
      const { accepted, rejected } = await acceptedAttempt({
        method: 'stabilized-rk',
        workspace,
        from,
        first: nextStep!,
        attempt: (wanted) => attempt(from, wanted),
        factor: fromError,
        // What rounding of θ does at a minimum.
        rounding: () => workspace.radius * (4 * Number.EPSILON * control.errorScale) ** 2,
        risen: (next) => workspace.lookAlong(from, next),
      });
      const { next, stepSize, stages, errorEstimate, error, isBesideOutliers } = accepted;
      outliers.widen(stages);
      const curvature = await workspace.look();
      // Errors with and without outliers are no trend, and those beside some jump with their directions.
      if (isBesideOutliers) last = undefined;
      nextStep = stepSize * growth(error, stepSize, rejected > 0, last);
      outliers.narrow(nextStep);
      if (!isBesideOutliers) last = { stepSize, error: Math.max(error, Number.MIN_VALUE) };
      return { next, stepSize, stages, errorEstimate, rejected, curvature };
    },

    save() {
      return {
        ...workspace.save(),
        ...present({ nextStep }),
        ...(last && { lastStep: last.stepSize, lastError: last.error }),
        outliersFrom: outliers.from,
      };
    },
  };
}

/** The factor by which the step changes after one that was accepted. */
function growth(
  error: number,
  stepSize: number,
  wasRejected: boolean,
  last: { stepSize: number; error: number } | undefined,
): number {
  if (wasRejected) return Math.min(1, fromError(error));
  return last === undefined ? fromError(error) : predicted(error, stepSize, last);
}

/** The factor that the error of one step allows. */
function fromError(error: number): number {
  return Math.min(10, Math.max(0.1, 0.8 / Math.cbrt(error)));
}

/** The same, with the trend of the last two errors (the controller of the authors' program). */
function predicted(error: number, stepSize: number, last: { stepSize: number; error: number }): number {
  const trend = (stepSize / last.stepSize) * Math.cbrt(last.error / error);
  return Math.min(10, Math.max(0.1, (0.8 / Math.cbrt(error)) * trend));
}
