import type { Ops } from '../../../tensors/ops.ts';
import type { Hessian } from '../../network/loss-hessian.ts';

/** The flow θ' = −∇L(θ) as its solvers see it: a loss with exact first and second derivatives. */
export interface GradientFlow {
  readonly ops: Ops;
  /** P, number of parameters. */
  readonly parameterCount: number;
  /** L(θ). Forgets the point at which products are formed. */
  value(parameters: Float64Array): Promise<number>;
  /** L(θ), and ∇L(θ) into `gradient` [P]. Products are then formed at this θ, whose memory must stay as it is. */
  gradient(parameters: Float64Array, gradient: Float64Array): Promise<number>;
  /** ∇²L(θ) at the θ of the last call of `gradient`. */
  readonly hessian: Hessian;
  /** How many eigenvalues are expected to stand out of those of the Hessian. Default 1. */
  readonly outliers?: number;
}

/** A point of the flow with what has been evaluated there. */
export interface FlowPoint {
  /** θ [P]. */
  readonly parameters: Float64Array;
  /** ∇L(θ) [P]. */
  readonly gradient: Float64Array;
  /** L(θ). */
  readonly loss: number;
}
