import type { FlowPoint } from '../flow/gradient-flow.ts';
import type { Curvature, SpectralRadiusState } from './spectral-radius.ts';

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
  /** Of the power iteration's vector at θ_{n+1}. */
  readonly curvature: Curvature;
}

/** What a method has reached, besides the point: enough to go on to the same bytes. */
export interface StepMethodState extends SpectralRadiusState {
  /** Gradients used so far. */
  readonly gradients: number;
  /** Δt to try next. */
  readonly nextStep?: number;
  /** Δt and error of the last accepted step, for the controller. */
  readonly lastStep?: number;
  readonly lastError?: number;
}

/** A one-step method for gradient flow that chooses its own step. */
export interface StepMethod {
  /** Evaluates a start: loss, gradient, first spectral radius. Not called when a saved method goes on. */
  start(parameters: Float64Array): Promise<{ point: FlowPoint; curvature: Curvature }>;
  /**
   * One accepted step from `from`, whose arrays stay as they are. `room` is the flow time to the next point that is to be
   * recorded: a method whose dense output is less accurate than its steps ends a step there.
   */
  step(from: FlowPoint, room: number): Promise<AcceptedStep>;
  /** Loss at a point that is none of the method's own, and the curvature there along the power iteration's vector. */
  inspect(parameters: Float64Array): Promise<{ loss: number; curvature: Curvature }>;
  /** Gradients and Hessian products used so far. */
  readonly gradients: number;
  readonly products: number;
  /** The method's own state; its arrays are copies. */
  save(): StepMethodState;
}
