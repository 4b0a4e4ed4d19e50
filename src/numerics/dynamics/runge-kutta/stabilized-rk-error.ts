import { matrix, zeros } from '../../../tensors/matrix.ts';
import type { Ops } from '../../../tensors/ops.ts';
import type { FlowPoint } from '../flow/gradient-flow.ts';
import type { Outliers } from './outlier.ts';

/**
 * Norm of the estimated local error of a step.
 *
 * Est = 0.8 (θ_n − θ_{n+1}) + 0.4 Δt (F_n + F_{n+1}), of third order in Δt.
 *
 * @param from θ_n with its gradient
 * @param to θ_{n+1} with its gradient
 * @param stepSize Δt
 * @returns ‖Est‖₂
 */
export function stabilizedRkError(from: FlowPoint, to: FlowPoint, stepSize: number): number {
  let sum = 0;
  for (let i = 0; i < from.parameters.length; i++) sum += estimate(from, to, stepSize, i) ** 2;
  return Math.sqrt(sum);
}

/**
 * The same beside outliers: along them, where Est would grow with λ Δt as the error does not, the estimates of `outlierPath` take its
 * place.
 *
 * @param ops operations
 * @param from θ_n with its gradient
 * @param to θ_{n+1} with its gradient
 * @param stepSize Δt
 * @param outliers what the step integrated by itself, and its errors there
 * @param scratch [P], overwritten
 * @returns ‖Est‖₂
 */
export async function errorBesideOutliers(
  ops: Ops,
  from: FlowPoint,
  to: FlowPoint,
  stepSize: number,
  { directions, errors }: Pick<Outliers, 'directions'> & { readonly errors: readonly number[] },
  scratch: Float64Array,
): Promise<number> {
  let sum = 0;
  for (let i = 0; i < scratch.length; i++) {
    const entry = estimate(from, to, stepSize, i);
    scratch[i] = entry;
    sum += entry * entry;
  }
  const along = zeros(1, directions.rows);
  await ops.gemm(matrix(scratch, 1, scratch.length), directions, along, { transposeB: true });
  for (const part of along.data) sum -= part * part;
  return Math.hypot(Math.sqrt(Math.max(0, sum)), ...errors);
}

function estimate(from: FlowPoint, to: FlowPoint, stepSize: number, i: number): number {
  return (
    0.8 * (from.parameters[i]! - to.parameters[i]!) - 0.4 * stepSize * (from.gradient[i]! + to.gradient[i]!)
  );
}
