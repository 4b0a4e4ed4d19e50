import type { GradientFlow } from '../../src/numerics/dynamics/flow/gradient-flow.ts';
import type { Matrix } from '../../src/tensors/matrix.ts';
import { openBlas } from '../../src/tensors/open-blas.ts';

const ops = await openBlas();

/** A flow whose evaluations are counted. */
export interface CountedFlow extends GradientFlow {
  readonly counts: { values: number; gradients: number; products: number };
}

/** L(θ) = ½ Σ λ_i (θ_i − m)², whose flow is θ_i(t) = m + (θ_i(0) − m) e^{−λ_i t}. */
export function quadraticFlow(eigenvalues: readonly number[], minimum = 0): CountedFlow {
  return diagonalFlow(
    eigenvalues.length,
    (theta, i) => 0.5 * eigenvalues[i]! * (theta - minimum) ** 2,
    (theta, i) => eigenvalues[i]! * (theta - minimum),
    (_, i) => eigenvalues[i]!,
  );
}

/** A quadratic flow whose products hide the first direction as long as `blind` is true. */
export function blindFlow(eigenvalues: readonly number[]): CountedFlow & { blind: boolean } {
  const flow = quadraticFlow(eigenvalues);
  const blind = {
    ...flow,
    blind: true,
    hessian: {
      async product(directions: Matrix, products: Matrix): Promise<void> {
        await flow.hessian.product(directions, products);
        if (blind.blind)
          for (let row = 0; row < products.rows; row++) products.data[row * products.columns] = 0;
      },
    },
  };
  return blind;
}

/** L(θ) = Σ (1 + θ_i²)^½: smooth, not linear, with one minimum at 0. */
export function smoothFlow(parameterCount: number): CountedFlow {
  return diagonalFlow(
    parameterCount,
    (theta) => Math.sqrt(1 + theta * theta) - 1,
    (theta) => theta / Math.sqrt(1 + theta * theta),
    (theta) => (1 + theta * theta) ** -1.5,
  );
}

function diagonalFlow(
  parameterCount: number,
  value: (theta: number, i: number) => number,
  slope: (theta: number, i: number) => number,
  curvature: (theta: number, i: number) => number,
): CountedFlow {
  const counts = { values: 0, gradients: 0, products: 0 };
  let at: Float64Array | undefined;
  const total = (parameters: Float64Array) => parameters.reduce((sum, theta, i) => sum + value(theta, i), 0);
  return {
    ops,
    parameterCount,
    counts,
    value(parameters) {
      counts.values++;
      at = undefined;
      return Promise.resolve(total(parameters));
    },
    gradient(parameters, gradient) {
      counts.gradients++;
      at = parameters;
      for (const [i, theta] of parameters.entries()) gradient[i] = slope(theta, i);
      return Promise.resolve(total(parameters));
    },
    hessian: {
      product({ rows, data }, products) {
        counts.products += rows;
        if (at === undefined) throw new Error('no gradient before the product');
        for (let row = 0; row < rows; row++)
          for (const [i, theta] of at.entries()) {
            const place = row * parameterCount + i;
            products.data[place] = curvature(theta, i) * data[place]!;
          }
        return Promise.resolve();
      },
    },
  };
}
