import type { Matrix } from '../../../tensors/matrix.ts';

/** The directions of eigenvalues far above the others, which a step integrates by themselves. */
export interface Outliers {
  /** λ_1, …, λ_p > 0. */
  readonly values: readonly number[];
  /** Orthonormal u_1, …, u_p in rows [p, P]. */
  readonly directions: Matrix;
}

/** Factors of one stage, Δt multiplied into those of gradients. */
export interface StageFactors {
  /** μ_j and ν_j. */
  readonly mu: number;
  readonly nu: number;
  /** μ̃_j Δt and γ̃_j Δt. */
  readonly slope: number;
  readonly startSlope: number;
}

/** Follows a(t) = uᵀ(θ(t) − θ_n) through the stages of a step. */
export interface OutlierPath {
  /**
   * @param factors of stage j
   * @param along uᵀ∇L(Y_{j−1}); of the first stage not used
   * @returns the factor of u that turns the stage of the explicit formula into Y_j
   */
  next(factors: StageFactors, along: number): number;
  /**
   * @param along uᵀ∇L(θ_{n+1})
   * @returns the local error of uᵀθ_{n+1}, estimated
   */
  error(along: number): number;
}

/**
 * Integrates along an outlier by an exponential method of second order: a' = −λ a + n(t), n = −uᵀ∇L(Y) + λ uᵀ(Y − θ_n).
 *
 * n changes slowly where λ and u are those of the Hessian. It is taken as linear in time through n(0) and the last stage, at
 * τ = c_{j−1} Δt (Cox and Matthews, J. Comput. Phys. 176 (2002) 430–455, section 2.3, at every stage):
 *
 *     a_j = c_j Δt [φ_1 n_0 + φ_2 (n_{j−1} − n_0) c_j/c_{j−1}],  φ_k = φ_k(−λ c_j Δt),  c_j = μ_j c_{j−1} + ν_j c_{j−2} + μ̃_j + γ̃_j
 *
 * Nothing bounds Δt λ, and what is stiff is damped by e^{−λΔt}. The error is what n at the end of the step, in the place of n at the
 * last stage, would change.
 *
 * @param value λ
 * @param startAlong uᵀ∇L(θ_n)
 * @returns the path, from the first stage on
 */
export function outlierPath(value: number, startAlong: number): OutlierPath {
  const startForce = -startAlong;
  /** c_{j−1} Δt and c_{j−2} Δt; a_{j−1} and a_{j−2}. */
  let [time, timeBefore] = [0, 0];
  let [last, beforeLast] = [0, 0];
  let slopeOfForce = 0;
  const forceSlope = (along: number) => (time > 0 ? (value * last - along - startForce) / time : 0);

  return {
    next({ mu, nu, slope, startSlope }, along) {
      const explicit = mu * last + nu * beforeLast - slope * along - startSlope * startAlong;
      slopeOfForce = forceSlope(along);
      [time, timeBefore] = [mu * time + nu * timeBefore + slope + startSlope, time];
      const z = value * time;
      const amplitude = time * (phi1(z) * startForce + phi2(z) * time * slopeOfForce);
      [last, beforeLast] = [amplitude, last];
      return amplitude - explicit;
    },
    error: (along) => phi2(value * time) * time * time * (forceSlope(along) - slopeOfForce),
  };
}

/** φ_1(−z) = (1 − e^{−z})/z. */
function phi1(z: number): number {
  return z === 0 ? 1 : -Math.expm1(-z) / z;
}

/** φ_2(−z) = (1 − φ_1(−z))/z, by its series where the difference would lose digits. */
function phi2(z: number): number {
  return z < 0.01 ? 1 / 2 - z / 6 + (z * z) / 24 - (z * z * z) / 120 : (1 - phi1(z)) / z;
}
