import type { GradientFlow } from './gradient-flow.ts';

/** Two estimates that differ by less than this part of the later one end the iteration. */
const closeEnough = 0.05;
/** Products for one estimate at most; the norm only grows with them, so an early end errs on the low side. */
const productLimit = 50;

/** A power iteration that goes on from one θ to the next. */
export interface SpectralRadius {
  /** The last estimate of max |λ|; absent before the first. */
  readonly value: number | undefined;
  /** The unit vector that the iteration has reached, [P]; all zero before the first estimate. */
  readonly vector: Float64Array;
  /** Hessian products used so far. */
  readonly products: number;
  /**
   * Estimates max |λ| of the loss Hessian at the point of the flow's last gradient.
   *
   * σ = ‖Hv‖, v ← Hv/σ, until σ moves by less than 5 %: a lower bound that needs one product while λ_1 moves slowly.
   * @param fallback a direction to start from where there is none yet, [P]
   * @returns σ; 0 where the Hessian vanishes on every direction tried
   */
  estimate(fallback: Float64Array): Promise<number>;
  /** Starts the next estimate from a direction [P] that is known to hold what was missed. */
  restart(direction: Float64Array): void;
}

/** What is needed to go on with an iteration that was saved. */
export interface SpectralRadiusState {
  readonly value: number | undefined;
  readonly vector: Float64Array;
  readonly products: number;
}

/**
 * Prepares the estimate of the Hessian's spectral radius max |λ| by a warm power iteration.
 *
 * @param flow products with the Hessian
 * @param saved where to go on
 * @returns the iteration; it holds 2·P numbers
 */
export function spectralRadius(flow: GradientFlow, saved?: SpectralRadiusState): SpectralRadius {
  let value = saved?.value;
  let products = saved?.products ?? 0;
  let vector = saved ? saved.vector.slice() : new Float64Array(flow.parameterCount);
  let product = new Float64Array(flow.parameterCount);
  let directed = saved?.value !== undefined && saved.value > 0;

  return {
    get value() {
      return value;
    },
    get vector() {
      return vector;
    },
    get products() {
      return products;
    },
    async estimate(fallback) {
      if (!directed) {
        vector.set(fallback);
        value = undefined;
        if (normalize(vector) === 0) return (value = 0);
      }
      let last = value;
      for (let count = 0; count < productLimit; count++) {
        await flow.hessianProduct(vector, product);
        products++;
        const norm = normalize(product);
        [vector, product] = [product, vector];
        value = norm;
        if (norm === 0 || !Number.isFinite(norm)) break;
        if (last !== undefined && Math.abs(norm - last) <= closeEnough * norm) break;
        last = norm;
      }
      directed = value! > 0;
      return value!;
    },
    restart(direction) {
      value = undefined;
      vector.set(direction);
      directed = normalize(vector) > 0;
    },
  };
}

/** Divides a vector by its norm, which is returned; a zero vector stays. */
function normalize(vector: Float64Array): number {
  let sum = 0;
  for (const entry of vector) sum += entry * entry;
  const norm = Math.sqrt(sum);
  if (norm > 0) for (let i = 0; i < vector.length; i++) vector[i]! /= norm;
  return norm;
}
