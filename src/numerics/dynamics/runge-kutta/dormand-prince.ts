import type { GradientFlow } from '../flow/gradient-flow.ts';
import { dormandPrinceStep } from './dormand-prince-step.ts';
import { acceptedAttempt, allowedError, type ErrorControl } from './error-control.ts';
import type { StepMethod, StepMethodState } from './step-method.ts';
import { stepWorkspace } from './step-workspace.ts';
import { present } from '../../../present.ts';

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
 * @param control tolerance
 * @param saved what `save` gave, to go on
 * @returns the method; it holds 30·P numbers
 * @throws {RangeError} when tolerance or scale are not positive
 */
export function dormandPrince(
  flow: GradientFlow,
  control: ErrorControl,
  saved?: StepMethodState,
): StepMethod {
  const allowed = allowedError('dormandPrince', control);
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
      const { accepted, wanted, rejected } = await acceptedAttempt({
        method: 'dormand-prince',
        workspace,
        from,
        first: nextStep!,
        attempt: async (wanted) => {
          const stepSize = Math.min(wanted, room);
          const memory = { ...workspace.memoryBeside(from), slopes };
          const { next, errorEstimate } = await dormandPrinceStep(flow, from, stepSize, memory);
          workspace.count(6);
          return { next, stepSize, errorEstimate, error: errorEstimate / allowed };
        },
        factor: growth,
      });
      const { next, stepSize, errorEstimate, error } = accepted;
      const curvature = await workspace.look();
      const allowedNext = stepSize * Math.min(rejected > 0 ? 1 : 5, growth(error));
      // A step that was cut at a snapshot says little of how long the next may be.
      nextStep = stepSize < wanted ? Math.max(wanted, allowedNext) : allowedNext;
      return { next, stepSize, stages: 6, errorEstimate, rejected, curvature };
    },

    save: () => ({ ...workspace.save(), ...present({ nextStep }) }),
  };
}

/** The factor that the error of one step allows. */
function growth(error: number): number {
  return Math.max(0.2, 0.9 * error ** -0.2);
}
