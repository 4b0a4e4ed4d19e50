import { ConvergenceError } from '../convergence-error.ts';
import type { FlowPoint, GradientFlow } from './gradient-flow.ts';
import { spectralRadius } from './spectral-radius.ts';
import { largestStableStep, stabilizedRkFormula, stagesFor } from './stabilized-rk-coefficients.ts';
import { stabilizedRkError, stabilizedRkStep } from './stabilized-rk-step.ts';
import type { SolverState, StepMethod } from './step-method.ts';

/** Settings of the stabilised Runge–Kutta method. */
export interface StabilizedRkOptions {
  /** Largest local error ‖Est‖₂ of a step, as a part of `errorScale`. */
  readonly tolerance: number;
  /** A norm of the parameters that errors are measured against; it stays the same during a run. */
  readonly errorScale: number;
}

/** ρ is estimated from below and grows within a step. */
const radiusMargin = 1.2;
/** Formulas with more stages lose accuracy to rounding long before this; it bounds the time between two checkpoints. */
const stageLimit = 200;
const rejectionLimit = 30;
/** A rise of the loss within its own rounding is none. */
const lossRounding = 1e-13;

/**
 * Second-order Runge–Kutta–Chebyshev integration of gradient flow with adaptive steps (RKC2; Sommeijer, Shampine and
 * Verwer 1997; numerics section 3b).
 *
 * Stages: the fewest with Δt·1.2ρ ≤ 0.65 (s² − 1), ρ = max |λ| of the Hessian by a warm power iteration at the start of
 * every step. A step is rejected when e = ‖Est‖₂/(tolerance·errorScale) > 1, when the loss rises (along the flow it cannot),
 * or when loss or error are not finite; a rise also starts the power iteration anew along the failed step, which points along
 * what was missed. The next step is Δt·min(10, max(0.1, f)), f = 0.8 e_n^(−1/3)·(Δt_n/Δt_{n−1})·(e_{n−1}/e_n)^(1/3), without
 * the last two factors in the first step and after a rejection, which also keeps the step from growing.
 *
 * @param flow loss, gradient, Hessian products
 * @param options tolerance
 * @param saved what `save` gave, to go on
 * @returns the method; it holds 7·P numbers
 * @throws RangeError when tolerance or scale are not positive
 */
export function stabilizedRk(
  flow: GradientFlow,
  options: StabilizedRkOptions,
  saved?: SolverState,
): StepMethod {
  const allowed = options.tolerance * options.errorScale;
  if (!(allowed > 0 && Number.isFinite(allowed)))
    throw new RangeError(
      `stabilizedRk: tolerance and errorScale must be positive, received ${options.tolerance} and ${options.errorScale}`,
    );
  const arrays = (count: number) =>
    Array.from({ length: count }, () => new Float64Array(flow.parameterCount));
  const points = arrays(3);
  const gradients = arrays(2);
  const radius = spectralRadius(
    flow,
    saved && {
      value: saved.scalars.spectralRadius,
      vector: saved.vectors.spectralVector!,
      products: saved.scalars.products!,
    },
  );
  let gradientCount = saved?.scalars.gradients ?? 0;
  let nextStep = saved?.scalars.nextStep;
  let last =
    saved?.scalars.lastStep === undefined
      ? undefined
      : { stepSize: saved.scalars.lastStep, error: saved.scalars.lastError! };

  /** Tries one step; afterwards products are formed at its end. */
  const attempt = async (from: FlowPoint, wanted: number) => {
    const rho = radiusMargin * radius.value!;
    const stages = Math.min(stagesFor(wanted, rho), stageLimit);
    // Just inside the limit, where `stagesFor` gives the same number again.
    const stepSize = stages < stageLimit ? wanted : Math.min(wanted, largestStableStep(stages, rho));
    const free = points.filter((array) => array !== from.parameters);
    const next = await stabilizedRkStep(flow, stabilizedRkFormula(stages), from, stepSize, {
      stages: [free[0]!, free[1]!],
      gradient: gradients.find((array) => array !== from.gradient)!,
    });
    gradientCount += stages;
    const norm = stabilizedRkError(from, next, stepSize);
    return { next, stepSize, stages, norm, error: norm / allowed };
  };

  /** Goes back to the start of a failed step to look along it for a larger eigenvalue. */
  const lookAlong = async (from: FlowPoint, failed: FlowPoint): Promise<void> => {
    const step = failed.parameters.map((value, i) => value - from.parameters[i]!);
    if (step.every(Number.isFinite)) radius.restart(step);
    await flow.gradient(from.parameters, failed.gradient);
    gradientCount++;
    await radius.estimate(from.gradient);
  };

  return {
    get gradients() {
      return gradientCount;
    },
    get products() {
      return radius.products;
    },

    async start(parameters) {
      points[0]!.set(parameters);
      const loss = await flow.gradient(points[0]!, gradients[0]!);
      gradientCount++;
      const rho = await radius.estimate(gradients[0]!);
      nextStep = rho > 0 ? 1 / (radiusMargin * rho) : 1;
      return { parameters: points[0]!, gradient: gradients[0]!, loss };
    },

    async step(from) {
      let wanted = nextStep!;
      for (let rejected = 0; rejected <= rejectionLimit; rejected++) {
        const { next, stepSize, stages, norm, error } = await attempt(from, wanted);
        const risen = !(next.loss <= from.loss + lossRounding * Math.abs(from.loss));
        if (!risen && error <= 1) {
          const rho = await radius.estimate(next.gradient);
          const growth =
            rejected > 0
              ? Math.min(1, fromError(error))
              : last === undefined
                ? fromError(error)
                : predicted(error, stepSize, last);
          nextStep = stepSize * growth;
          last = { stepSize, error: Math.max(error, Number.MIN_VALUE) };
          return { next, stepSize, stages, spectralRadius: rho, errorEstimate: norm, rejected };
        }
        if (risen) await lookAlong(from, next);
        wanted = stepSize * (error > 1 ? Math.min(0.5, fromError(error)) : 0.5);
      }
      throw new ConvergenceError(
        `stabilized-rk: ${rejectionLimit + 1} steps in a row were rejected, the last with Δt = ${wanted.toExponential(3)}; ` +
          `loss ${from.loss}, spectral radius ${radius.value!.toPrecision(6)}. ` +
          'The gradient may be wrong or not finite, or the tolerance below what rounding allows: raise solver.tolerance.',
      );
    },

    save() {
      return {
        scalars: {
          gradients: gradientCount,
          products: radius.products,
          ...(radius.value !== undefined && { spectralRadius: radius.value }),
          ...(nextStep !== undefined && { nextStep }),
          ...(last && { lastStep: last.stepSize, lastError: last.error }),
        },
        vectors: { spectralVector: radius.vector.slice() },
      };
    },
  };
}

/** The factor by which the step may change, from its own error alone. */
function fromError(error: number): number {
  return Math.min(10, Math.max(0.1, 0.8 / Math.cbrt(error)));
}

/** The same, with the trend of the last two errors (the controller of the authors' program). */
function predicted(error: number, stepSize: number, last: { stepSize: number; error: number }): number {
  const trend = (stepSize / last.stepSize) * Math.cbrt(last.error / error);
  return Math.min(10, Math.max(0.1, (0.8 / Math.cbrt(error)) * trend));
}
