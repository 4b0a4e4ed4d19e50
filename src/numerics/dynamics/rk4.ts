import { ConvergenceError } from '../convergence-error.ts';
import type { GradientFlow } from './gradient-flow.ts';
import { rk4Step } from './rk4-step.ts';
import { spectralRadius } from './spectral-radius.ts';
import type { SolverState, StepMethod } from './step-method.ts';

/** Settings of the reference solver. */
export interface Rk4Options {
  /** Δt as a part of the stability limit 2.785/(1.2ρ). Default 0.5. */
  readonly limitFraction?: number;
}

/** Classical RK4 is stable on the negative real axis to this Δt·λ. */
const stabilityLimit = 2.785;
const radiusMargin = 1.2;
const rejectionLimit = 20;
/** A rise of the loss within its own rounding is none. */
const lossRounding = 1e-13;

/**
 * The reference solver: classical fourth-order Runge–Kutta integration of gradient flow below the stability limit.
 *
 * Δt = limitFraction·2.785/(1.2ρ), ρ = max |λ| of the Hessian by a warm power iteration at the start of every step. A step
 * whose loss rises (along the flow it cannot) is taken again with half its length, after a new power iteration along it.
 *
 * @param flow loss, gradient, Hessian products
 * @param options how far below the limit
 * @param saved what `save` gave, to go on
 * @returns the method; it holds 7·P numbers
 * @throws RangeError when `limitFraction` is not in (0, 1]
 */
export function rk4(flow: GradientFlow, options: Rk4Options = {}, saved?: SolverState): StepMethod {
  const limitFraction = options.limitFraction ?? 0.5;
  if (!(limitFraction > 0 && limitFraction <= 1))
    throw new RangeError(`rk4: limitFraction must be in (0, 1], received ${limitFraction}`);
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
      await radius.estimate(gradients[0]!);
      return { parameters: points[0]!, gradient: gradients[0]!, loss };
    },

    async step(from) {
      let shortening = 1;
      for (let rejected = 0; rejected <= rejectionLimit; rejected++) {
        const rho = radius.value!;
        const stepSize =
          rho > 0 ? (shortening * limitFraction * stabilityLimit) / (radiusMargin * rho) : shortening;
        const free = points.filter((array) => array !== from.parameters);
        const next = await rk4Step(flow, from, stepSize, {
          stages: [free[0]!, free[1]!],
          gradient: gradients.find((array) => array !== from.gradient)!,
        });
        gradientCount += 4;
        if (next.loss <= from.loss + lossRounding * Math.abs(from.loss)) {
          const spectral = await radius.estimate(next.gradient);
          return { next, stepSize, stages: 4, spectralRadius: spectral, errorEstimate: undefined, rejected };
        }
        const along = next.parameters.map((value, i) => value - from.parameters[i]!);
        if (along.every(Number.isFinite)) radius.restart(along);
        await flow.gradient(from.parameters, next.gradient);
        gradientCount++;
        await radius.estimate(from.gradient);
        shortening /= 2;
      }
      throw new ConvergenceError(
        `rk4: ${rejectionLimit + 1} steps in a row were rejected because the loss rose; loss ${from.loss}, ` +
          `spectral radius ${radius.value!.toPrecision(6)}. The gradient may be wrong or not finite.`,
      );
    },

    save() {
      return {
        scalars: {
          gradients: gradientCount,
          products: radius.products,
          ...(radius.value !== undefined && { spectralRadius: radius.value }),
        },
        vectors: { spectralVector: radius.vector.slice() },
      };
    },
  };
}
