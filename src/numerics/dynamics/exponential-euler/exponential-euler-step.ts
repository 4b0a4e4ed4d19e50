import { matrix, rowsOf, zeros } from '../../../tensors/matrix.ts';
import type { Ops } from '../../../tensors/ops.ts';
import type { TopEigenpairs } from '../../eigen/eigenpairs.ts';

/** θ, its gradient and the top eigenpairs of the Hessian there. */
export interface ExponentialEulerPoint {
  /** θ [P]; moved by the step. */
  readonly parameters: Float64Array;
  /** ∇L̃(θ) [P]. */
  readonly gradient: Float64Array;
  /** k + 1 pairs; the last one takes no part. */
  readonly found: TopEigenpairs;
}

/**
 * The step size Δt = min(1/|λ_{k+1}|, η) (section 7.2, reading R6).
 *
 * @param values λ_1, …, λ_{k+1}
 * @param maxStepSize η
 * @returns Δt; η where λ_{k+1} = 0
 */
export function stepSizeOf(values: Float64Array, maxStepSize: number): number {
  return Math.min(1 / Math.abs(values.at(-1)!), maxStepSize);
}

/**
 * The factors φ_m = (1 − e^{−λ_m Δt})/λ_m of the first k eigenpairs (section 7.2).
 *
 * @param found k + 1 eigenpairs
 * @param stepSize Δt
 * @returns φ_1, …, φ_k; Δt where λ_m = 0
 */
export function exponentialFactors(found: TopEigenpairs, stepSize: number): number[] {
  return Array.from(found.values.subarray(0, -1), (value) =>
    value === 0 ? stepSize : -Math.expm1(-value * stepSize) / value,
  );
}

/**
 * One step of the exponential Euler method: θ ← θ − Δt·g − Σ_{m≤k} (min(φ_m, cap) − Δt)·c_m v_m, c_m = gᵀv_m
 * (section 7.2, reading R7).
 *
 * @param ops operations
 * @param point θ (moved), gradient and eigenpairs
 * @param stepSize Δt
 * @param cap largest φ_m
 */
export async function exponentialEulerStep(
  ops: Ops,
  { parameters, gradient, found }: ExponentialEulerPoint,
  stepSize: number,
  cap: number,
): Promise<void> {
  const factors = exponentialFactors(found, stepSize);
  const count = factors.length;
  ops.axpy(-stepSize, gradient, parameters);
  if (count === 0) return;
  const vectors = rowsOf(found.vectors, 0, count);
  const coefficients = zeros(count, 1);
  await ops.gemm(vectors, matrix(gradient, gradient.length, 1), coefficients);
  const weights = coefficients.data.map((c, index) => (stepSize - Math.min(factors[index]!, cap)) * c);
  await ops.gemm(matrix(weights, 1, count), vectors, matrix(parameters, 1, parameters.length), { beta: 1 });
}
