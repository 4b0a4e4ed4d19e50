import type { FlowPoint } from '../flow/gradient-flow.ts';
import type { Outlier } from './outlier.ts';

/**
 * Norm of the estimated local error of a step.
 *
 * Est = 0.8 (θ_n − θ_{n+1}) + 0.4 Δt (F_n + F_{n+1}), of third order in Δt. Along an outlier, where it would grow with λ Δt
 * as the error does not, the estimate of `outlierPath` takes its place.
 *
 * @param from θ_n with its gradient
 * @param to θ_{n+1} with its gradient
 * @param stepSize Δt
 * @param outlier what the step integrated by itself, and the error there
 * @returns ‖Est‖₂
 */
export function stabilizedRkError(
  from: FlowPoint,
  to: FlowPoint,
  stepSize: number,
  outlier?: Pick<Outlier, 'vector' | 'length'> & { readonly error: number },
): number {
  let sum = 0;
  let along = 0;
  const vector = outlier?.vector ?? from.gradient;
  for (let i = 0; i < from.parameters.length; i++) {
    const entry =
      0.8 * (from.parameters[i]! - to.parameters[i]!) -
      0.4 * stepSize * (from.gradient[i]! + to.gradient[i]!);
    sum += entry * entry;
    along += entry * vector[i]!;
  }
  if (outlier === undefined) return Math.sqrt(sum);
  return Math.hypot(Math.sqrt(Math.max(0, sum - (along / outlier.length) ** 2)), outlier.error);
}
