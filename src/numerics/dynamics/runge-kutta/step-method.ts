import type { FlowPoint } from '../flow/gradient-flow.ts';
import type { SharpnessState } from '../../eigen/sharpness-state.ts';

/** λ_1 at a point: the eigenvalue of largest magnitude of the loss Hessian. */
export interface Curvature {
  /** vᵀHv: λ_1, signed. */
  readonly quotient: number;
  /** ‖Hv − (vᵀHv) v‖ / |vᵀHv|. */
  readonly residual: number;
}

/** A step that was accepted. */
export interface AcceptedStep {
  /** θ_{n+1}, loss and gradient; its arrays are the method's and stay until the next step has been accepted. */
  readonly next: FlowPoint;
  /** Δt. */
  readonly stepSize: number;
  /** Gradients that form θ_{n+1}. */
  readonly stages: number;
  /** ‖Est‖₂, the estimated local error of θ_{n+1}; absent for a method without one. */
  readonly errorEstimate?: number;
  /** Attempts that were rejected before. */
  readonly rejected: number;
  /** At θ_{n+1}. */
  readonly curvature: Curvature;
}

/** What a method has reached, besides the point: enough to go on to the same bytes. */
export interface StepMethodState extends SharpnessState {
  /** Gradients and Hessian products used so far. */
  readonly gradients: number;
  readonly products: number;
  /** Δt to try next. */
  readonly nextStep?: number;
  /** Δt and error of the last accepted step, for the controller. */
  readonly lastStep?: number;
  readonly lastError?: number;
  /** Stages from which on more than one outlier is looked for. */
  readonly outliersFrom?: number;
}

/** A one-step method for gradient flow that chooses its own step. */
export interface StepMethod {
  /** Evaluates a start: loss, gradient, first λ_1. Not called when a saved method goes on. */
  start(parameters: Float64Array): Promise<{ point: FlowPoint; curvature: Curvature }>;
  /**
   * One accepted step from `from`, whose arrays stay as they are. `room` is the flow time to the next point that is to be
   * recorded: a method whose dense output is less accurate than its steps ends a step there.
   */
  step(from: FlowPoint, room: number): Promise<AcceptedStep>;
  /** Loss and λ_1 at a point that is none of the method's own. */
  inspect(parameters: Float64Array): Promise<{ loss: number; curvature: Curvature }>;
  /** The next step is at most this long. */
  readonly reach: number;
  /** Gradients and Hessian products used so far. */
  readonly gradients: number;
  readonly products: number;
  /** The method's own state; its arrays are copies. */
  save(): StepMethodState;
}
