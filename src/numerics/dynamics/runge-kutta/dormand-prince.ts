import { ConvergenceError } from '../../convergence-error.ts';
import type { GradientFlow } from '../flow/gradient-flow.ts';
import { dormandPrinceStep } from './dormand-prince-step.ts';
import type { StepMethod, StepMethodState } from './step-method.ts';
import { stepWorkspace } from './step-workspace.ts';
import { present } from '../../../present.ts';

/** Settings of the reference solver. */
export interface DormandPrinceOptions {
  /** Largest local error ‖Est‖₂ of a step, as a part of `errorScale`. */
  readonly tolerance: number;
  /** A norm of the parameters that errors are measured against; it stays the same during a run. */
  readonly errorScale: number;
}

const rejectionLimit = 30;
/** A rise of the loss within its own rounding is none. */
const lossRounding = 1e-13;
/** The first step as a part of 1/ρ. */
const firstStep = 0.01;

/**
 * The reference solver: the Dormand–Prince pair of orders 5 and 4 with error control.
 *
 * A step is rejected when e = ‖Est‖₂/(tolerance·errorScale) > 1, when the loss rises (along the flow it cannot), or when either is
 * not finite. The next step is Δt·min(5, max(0.2, 0.9 e^(−1/5))), after a rejection at most Δt. Nothing is assumed of the spectrum: where a
 * step is unstable its error grows until it is rejected. Steps end at the times of snapshots, so that no interpolation adds an error.
 * ELU's second derivative jumps at 0; Est sees what a crossing costs, and the step shrinks there.
 *
 * @param flow loss, gradient, Hessian products
 * @param options tolerance
 * @param saved what `save` gave, to go on
 * @returns the method; it holds 30·P numbers
 * @throws {RangeError} when tolerance or scale are not positive
 */
export function dormandPrince(
  flow: GradientFlow,
  { tolerance, errorScale }: DormandPrinceOptions,
  saved?: StepMethodState,
): StepMethod {
  const allowed = tolerance * errorScale;
  if (!(tolerance > 0 && errorScale > 0 && Number.isFinite(allowed)))
    throw new RangeError(
      `dormandPrince: tolerance and errorScale must be positive, received ${tolerance} and ${errorScale}`,
    );
  const workspace = stepWorkspace(flow, saved);
  const slopes = Array.from({ length: 5 }, () => new Float64Array(flow.parameterCount));
  let nextStep = saved?.nextStep;

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
      nextStep = rho > 0 ? firstStep / rho : 1;
      return begun;
    },

    async step(from, room) {
      let wanted = nextStep!;
      for (let rejected = 0; rejected <= rejectionLimit; rejected++) {
        const stepSize = Math.min(wanted, room);
        const memory = { ...workspace.memoryBeside(from), slopes };
        const { next, errorEstimate } = await dormandPrinceStep(flow, from, stepSize, memory);
        workspace.count(6);
        const error = errorEstimate / allowed;
        const risen = !(next.loss <= from.loss + lossRounding * Math.abs(from.loss));
        if (!risen && error <= 1) {
          const curvature = await workspace.look();
          const allowedNext = stepSize * Math.min(rejected > 0 ? 1 : 5, growth(error));
          // A step that was cut at a snapshot says little of how long the next may be.
          nextStep = stepSize < wanted ? Math.max(wanted, allowedNext) : allowedNext;
          return { next, stepSize, stages: 6, errorEstimate, rejected, curvature };
        }
        wanted = stepSize * (error > 1 ? Math.min(0.5, growth(error)) : 0.5);
      }
      throw new ConvergenceError(
        `dormand-prince: ${rejectionLimit + 1} steps in a row were rejected, the next would have Δt = ${wanted.toExponential(3)}; ` +
          `loss ${from.loss}, spectral radius ${workspace.radius.toPrecision(6)}. ` +
          'The gradient may not be finite, or the tolerance below what rounding allows: check the inputs, or raise solver.errorTolerance.',
      );
    },

    save: () => ({ ...workspace.save(), ...present({ nextStep }) }),
  };
}

/** The factor that the error of one step allows. */
function growth(error: number): number {
  return Math.max(0.2, 0.9 * error ** -0.2);
}
