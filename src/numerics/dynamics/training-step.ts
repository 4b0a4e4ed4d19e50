/** What is recorded of one iteration, all of it at θ_t before the step. */
export interface IterationRecord {
  readonly iteration: number;
  /** Flow time t. */
  readonly time: number;
  /** L̃(θ_t). */
  readonly loss: number;
  /** Δt of the step that starts here; at the last iteration, of the step that would follow. */
  readonly stepSize: number;
  /** Signed eigenvalues of largest magnitude, by descending magnitude. */
  readonly eigenvalues: Float64Array;
  /** max over the first k pairs of ‖Hv − λv‖ / |λ_1|. */
  readonly residual: number;
  /** Directions multiplied by the Hessian, in blocks of k + 1. */
  readonly blockProducts: number;
  /** Eigenpairs whose φ the cap cut (reading R7). */
  readonly capped: number;
  /** ‖local error‖₂ of a step, estimated; absent where it was not. */
  readonly errorEstimate?: number;
}

/** One iteration of a solver. */
export interface TrainingStep<State> {
  readonly record: IterationRecord;
  /** θ_t [P], a copy, at the iterations whose snapshot is kept. */
  readonly snapshot?: Float64Array;
  readonly status: 'running' | 'converged' | 'iteration-limit';
  /** What a cold audit of the eigenpairs found, at the iterations that had one. */
  readonly audit?: { readonly missed: number };
  /** Everything that continues the training after this iteration. Its arrays are the solver's own: save them before going on. */
  readonly state: () => State;
}
