import { ConvergenceError } from '../../convergence-error.ts';
import type { GradientFlow } from '../flow/gradient-flow.ts';
import { rk4Step } from './rk4-step.ts';
import type { StepMethod, StepMethodState } from './step-method.ts';
import { stepWorkspace } from './step-workspace.ts';

/** Settings of the reference solver. */
export interface Rk4Options {
  /** η, the largest step: the limit grows while λ_1 falls, and accuracy should not. */
  readonly maxStepSize: number;
  /** Δt as a part of the stability limit 2.785/(1.2ρ). Default 0.5. */
  readonly limitFraction?: number;
}

/** Classical RK4 is stable on the negative real axis up to this Δt·λ. */
const stabilityLimit = 2.785;
/** ρ is estimated from below, and grows within a step. */
const radiusMargin = 1.2;
const rejectionLimit = 20;
/** A rise of the loss within its own rounding is none. */
const lossRounding = 1e-13;

/**
 * The reference solver: classical fourth-order Runge–Kutta integration of gradient flow below the stability limit.
 *
 * Δt = min(η, limitFraction·2.785/(1.2ρ)), ρ = max |λ| of the Hessian by a warm power iteration at the start of every step. A step
 * whose loss rises (along the flow it cannot) is taken again with half its length, after a new power iteration along it.
 * ELU's second derivative jumps at 0, so that every activation that crosses 0 adds an error of second order in Δt.
 *
 * @param flow loss, gradient, Hessian products
 * @param options η, and how far below the limit
 * @param saved what `save` gave, to go on
 * @returns the method; it holds 7·P numbers
 * @throws {RangeError} when `limitFraction` is not in (0, 1]
 */
export function rk4(flow: GradientFlow, options: Rk4Options, saved?: StepMethodState): StepMethod {
  const limitFraction = options.limitFraction ?? 0.5;
  if (!(limitFraction > 0 && limitFraction <= 1))
    throw new RangeError(`rk4: limitFraction must be in (0, 1], received ${limitFraction}`);
  const workspace = stepWorkspace(flow, saved);
  const { radius } = workspace;

  return {
    get gradients() {
      return workspace.gradients;
    },
    get products() {
      return radius.products;
    },
    start: (parameters) => workspace.start(parameters),
    inspect: (parameters) => workspace.inspect(parameters),
    save: () => workspace.save(),

    async step(from) {
      let shortening = 1;
      for (let rejected = 0; rejected <= rejectionLimit; rejected++) {
        const rho = radius.value!;
        const limit = stabilityLimit / (radiusMargin * rho);
        const stepSize = shortening * Math.min(options.maxStepSize, limitFraction * limit);
        const next = await rk4Step(flow, from, stepSize, workspace.memoryBeside(from));
        workspace.count(4);
        if (next.loss <= from.loss + lossRounding * Math.abs(from.loss)) {
          await radius.estimate(next.gradient);
          return { next, stepSize, stages: 4, rejected, curvature: radius.curvature };
        }
        await workspace.lookAlong(from, next);
        shortening /= 2;
      }
      throw new ConvergenceError(
        `rk4: ${rejectionLimit + 1} steps in a row were rejected because the loss rose; loss ${from.loss}, ` +
          `spectral radius ${radius.value!.toPrecision(6)}. The gradient may not be finite: check the inputs.`,
      );
    },
  };
}
