import type { FlowPoint } from './gradient-flow.ts';

/** A step that was accepted. */
export interface AcceptedStep {
  /** θ_{n+1}, loss and gradient; its arrays are the method's and stay until the next step has been accepted. */
  readonly next: FlowPoint;
  /** Δt. */
  readonly stepSize: number;
  /** Gradients that form θ_{n+1}. */
  readonly stages: number;
  /** Estimate of max |λ| of the Hessian at θ_{n+1}. */
  readonly spectralRadius: number;
  /** ‖Est‖₂, the estimated local error of θ_{n+1}; absent for a method without one. */
  readonly errorEstimate: number | undefined;
  /** Attempts that were rejected before. */
  readonly rejected: number;
}

/** What a computation has reached, as numbers and arrays by name: enough to go on to the same bytes. */
export interface SolverState {
  readonly scalars: Readonly<Record<string, number>>;
  readonly vectors: Readonly<Record<string, Float64Array>>;
}

/** A one-step method for gradient flow that chooses its own step. */
export interface StepMethod {
  /** Evaluates the start: loss, gradient, first spectral radius. Not called when a saved method goes on. */
  start(parameters: Float64Array): Promise<FlowPoint>;
  /** One accepted step from `from`, whose arrays stay as they are. */
  step(from: FlowPoint): Promise<AcceptedStep>;
  /** Gradients and Hessian products used so far. */
  readonly gradients: number;
  readonly products: number;
  /** The method's own state, without the point; arrays are copies. */
  save(): SolverState;
}
