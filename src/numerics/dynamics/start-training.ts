import type { TrainingLoss } from '../network/training-loss.ts';
import { exponentialEuler, startExponentialEuler } from './exponential-euler.ts';
import type { ExponentialEulerSettings, ExponentialEulerState } from './exponential-euler.ts';
import type { TrainingStep } from './training-step.ts';

/** A solver's name and its settings. */
export type SolverChoice = ExponentialEulerSettings & { readonly method: 'exponential-euler' };

/** State of any solver. */
export type SolverState = ExponentialEulerState;

/** Where a training begins. */
export interface TrainingStart {
  /** θ_0 [P]; used where there is no saved state. */
  readonly parameters: Float64Array;
  /** Seed of the solver's own random numbers. */
  readonly seed: number;
  /** State of an earlier training with the same settings, to continue it. */
  readonly saved?: SolverState | undefined;
}

/**
 * Starts or continues a training with the solver that the settings name.
 * @param loss the training loss
 * @param choice solver and settings
 * @param start θ_0 and seed, or a saved state
 * @returns the iterations, one at a time
 */
export function startTraining(
  loss: TrainingLoss,
  choice: SolverChoice,
  start: TrainingStart,
): AsyncGenerator<TrainingStep<SolverState>, void, undefined> {
  const begin = start.saved ?? startExponentialEuler(loss, choice, start.parameters, start.seed);
  return exponentialEuler(loss, choice, begin);
}
