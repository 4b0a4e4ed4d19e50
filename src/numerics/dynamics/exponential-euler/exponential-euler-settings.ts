import type { TrainingLoss } from '../../network/training-loss.ts';

/** Settings of the exponential Euler solver; the readings are those of the method section of the report. */
export interface ExponentialEulerSettings {
  /** η, the largest step size (reading R6). */
  readonly maxStepSize: number;
  /** k: the number of outputs O, or one less (reading R5). */
  readonly eigenpairs: 'outputs' | 'outputs-minus-one';
  /** What caps φ_m: the step size Δt, or η (reading R7). */
  readonly cap: 'step' | 'eta';
  /** Accuracy of the first k eigenpairs: ‖Hv − λv‖ ≤ tolerance · |λ_1|. */
  readonly tolerance: number;
  /** A residual with ‖Hv − λv‖·Δt ≤ stepTolerance is enough as well, up to lastTolerance · |λ_1|; not so where absent. */
  readonly stepTolerance?: number | undefined;
  /** Relative accuracy of λ_{k+1}, which sets the step size. */
  readonly lastTolerance: number;
  /** Directions followed beyond the k + 1. */
  readonly guards: number;
  /** Iterations from one cold audit of the eigenpairs to the next. */
  readonly auditEvery: number;
  /** Iterations from one estimate of the step's local error to the next; none where absent. */
  readonly errorEstimateEvery?: number | undefined;
  readonly snapshotEvery: number;
  readonly maxIterations: number;
  /** Training ends when the loss is at or below this. */
  readonly stopLoss: number;
}

/**
 * How many eigenpairs the solver follows.
 * @param loss the training loss
 * @param settings k and guards
 * @returns `pairs` k + 1, of which the last sets the step size, and `width` with the guards
 */
export function eigenpairCount(
  { parameterCount, problem }: TrainingLoss,
  { eigenpairs, guards }: Pick<ExponentialEulerSettings, 'eigenpairs' | 'guards'>,
): { pairs: number; width: number } {
  const outputs = problem.network.widths.at(-1)!;
  const pairs = Math.min(parameterCount, eigenpairs === 'outputs' ? outputs + 1 : outputs);
  return { pairs, width: Math.min(parameterCount, pairs + guards) };
}
