import type { GradientFlow } from '../flow/gradient-flow.ts';

/** Two estimates that differ by less than this part of the later one end the iteration. */
const closeEnough = 0.05;
/** A first product that falls short of the last estimate by less than this part shows a falling λ_1, not a lost one. */
const usualFall = 0.3;
/** Products for one estimate at most; the norm only grows with them, so an early end errs on the low side. */
const productLimit = 50;

/** How the vector of a power iteration stands to the Hessian. */
export interface Curvature {
  /** vᵀHv. */
  readonly quotient: number;
  /** ‖Hv − (vᵀHv) v‖ / |vᵀHv|. */
  readonly residual: number;
}

/** A power iteration that goes on from one θ to the next. */
export interface SpectralRadius {
  /** The last estimate of max |λ|; absent before the first. */
  readonly value: number | undefined;
  /** Of the last product of the last estimate; zero before the first. */
  readonly curvature: Curvature;
  /** The unit vector that the iteration has reached, [P]. */
  readonly vector: Float64Array;
  /** Hessian products used so far. */
  readonly products: number;
  /**
   * Estimates max |λ| of the loss Hessian at the point of the flow's last gradient.
   *
   * σ = ‖Hv‖, v ← Hv/σ, until σ moves by less than 5 %: a lower bound that needs one product while λ_1 moves slowly.
   * @param fallback a direction to start from where there is none yet, [P]
   * @returns σ; 0 where the Hessian vanishes on the direction
   */
  estimate(fallback: Float64Array): Promise<number>;
  /** Starts the next estimate from a direction [P] that is known to hold what was missed. */
  restart(direction: Float64Array): void;
  /** Measures the vector at the point of the flow's last gradient and leaves the iteration as it is. One product. */
  measure(): Promise<Curvature>;
}

/** What is needed to go on with an iteration that was saved. */
export interface SpectralRadiusState {
  readonly spectralRadius?: number;
  readonly spectralVector: Float64Array;
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
  let value = saved?.spectralRadius;
  let products = saved?.products ?? 0;
  let vector = saved ? saved.spectralVector.slice() : new Float64Array(flow.parameterCount);
  let product = new Float64Array(flow.parameterCount);
  let curvature: Curvature = { quotient: 0, residual: 0 };
  /** Whether `vector` is worth starting from. */
  let directed = value !== undefined && value > 0;

  return {
    get value() {
      return value;
    },
    get curvature() {
      return curvature;
    },
    get vector() {
      return vector;
    },
    get products() {
      return products;
    },

    async estimate(fallback) {
      if (!directed) {
        value = undefined;
        vector.set(fallback);
        if (normalize(vector) === 0) return (value = 0);
      }
      let last = value;
      let change = Infinity;
      for (let count = 0; count < productLimit; count++) {
        await flow.hessianProduct(vector, product);
        products++;
        curvature = measured(vector, product);
        const norm = normalize(product);
        if (!(norm > 0 && Number.isFinite(norm))) {
          value = norm;
          break;
        }
        [vector, product] = [product, vector];
        value = norm;
        if (last !== undefined) change = (norm - last) / last;
        if (Math.abs(change) <= closeEnough || (count === 0 && change < 0 && change > -usualFall)) break;
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

    async measure() {
      await flow.hessianProduct(vector, product);
      products++;
      return measured(vector, product);
    },
  };
}

function measured(vector: Float64Array, product: Float64Array): Curvature {
  let quotient = 0;
  for (let i = 0; i < vector.length; i++) quotient += vector[i]! * product[i]!;
  let squared = 0;
  for (let i = 0; i < vector.length; i++) squared += (product[i]! - quotient * vector[i]!) ** 2;
  return { quotient, residual: quotient === 0 ? 0 : Math.sqrt(squared) / Math.abs(quotient) };
}

/** Divides a vector by its norm, which is returned; a zero vector stays. */
function normalize(vector: Float64Array): number {
  let sum = 0;
  for (const entry of vector) sum += entry * entry;
  const norm = Math.sqrt(sum);
  if (norm > 0) for (let i = 0; i < vector.length; i++) vector[i]! /= norm;
  return norm;
}
