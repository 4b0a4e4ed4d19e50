import { z } from 'zod';

/** How gradient flow is integrated (section 7.2 of the paper; readings R5 to R9). */
export const solverSettings = z.strictObject({
  /**
   * The paper's exponential Euler method on the top eigenpairs, or the stabilised Runge–Kutta method (decision 0010). gradient-descent
   * does not follow the flow: it takes steps of η whatever λ_1 is, and records λ_1 at every one (Cohen et al. 2021).
   */
  method: z.enum(['exponential-euler', 'stabilized-rk', 'gradient-descent']).default('exponential-euler'),
  /** Integrates by the Dormand–Prince pair with a tolerance far below errorTolerance instead, to judge the methods by. */
  reference: z.literal('dormand-prince').optional(),
  /** Products in float64 by a BLAS, or in float32 by TensorFlow.js. */
  backend: z.enum(['blas', 'tfjs']).default('blas'),
  /** η, the largest step size; the learning rate of gradient-descent. */
  maxStepSize: z.number().positive().default(0.01),
  /** How many eigenpairs are integrated exactly: k = O, or O − 1. */
  eigenpairs: z.enum(['outputs', 'outputs-minus-one']).default('outputs'),
  /** What caps the growth along a direction of negative curvature: the step size Δt, or η. */
  cap: z.enum(['step', 'eta']).default('step'),
  /** Residual of the first k eigenpairs relative to |λ_1|. */
  tolerance: z.number().positive().default(1e-4),
  /**
   * A residual times Δt that is small enough for the step whatever `tolerance` says (decision 0011): where λ_1 Δt is small,
   * exact eigenvectors change nothing. 0 leaves `tolerance` alone.
   */
  stepTolerance: z.number().min(0).default(1e-3),
  /** Residual of the last eigenpair, which sets the step size, relative to its eigenvalue. */
  lastTolerance: z.number().positive().default(0.01),
  /** Directions followed beyond the k + 1. */
  guards: z.int().min(0).default(2),
  /** Iterations between cold audits of the eigenpairs. */
  auditEvery: z.int().positive().default(100),
  /** Iterations between estimates of exponential Euler's local error by step doubling; none where absent. */
  errorEstimateEvery: z.int().positive().optional(),
  /**
   * Largest estimated local error of a step of stabilized-rk, relative to the norm that the parameters behind the first layer begin with:
   * a network that begins small (network.gain far below 1) takes shorter steps all the way, for which a larger tolerance may do.
   */
  errorTolerance: z.number().positive().default(1e-5),
  /** Iterations between snapshots of the weights, which are what is analysed. */
  snapshotEvery: z.int().positive().default(100),
  /** Where the training ends at the latest; the run is then marked as not converged. */
  maxIterations: z.int().positive().default(20000),
});

export type SolverSettings = z.infer<typeof solverSettings>;

/** Which solver integrates: the reference takes the place of the method. */
export function solverName({
  method,
  reference,
}: Pick<SolverSettings, 'method' | 'reference'>): SolverSettings['method'] | 'dormand-prince' {
  return reference ?? method;
}

/** Whether the solver shortens its steps by λ_{k+1}: exponential Euler alone does. */
export function stepsByEigenvalue(settings: Pick<SolverSettings, 'method' | 'reference'>): boolean {
  return solverName(settings) === 'exponential-euler';
}
