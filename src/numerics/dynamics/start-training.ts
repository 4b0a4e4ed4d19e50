import type { TrainingLoss } from '../network/training-loss.ts';
import { exponentialEuler, startExponentialEuler } from './exponential-euler/exponential-euler.ts';
import type { ExponentialEulerSettings, ExponentialEulerState } from './exponential-euler/exponential-euler.ts';
import { gradientFlowTraining, startGradientFlow } from './flow/gradient-flow-training.ts';
import type { StabilizedRkSettings } from './flow/gradient-flow-training.ts';
import type { FlowState } from './flow/integrate-flow.ts';
import type { TrainingStep } from './training-step.ts';

/** A solver's name, and the settings of all of them. */
export type SolverChoice = ExponentialEulerSettings &
  Omit<StabilizedRkSettings, 'method'> & {
    readonly method: 'exponential-euler' | 'stabilized-rk';
    /** Takes the place of the method. */
    readonly reference?: 'rk4' | undefined;
  };

/** State of any solver. */
export type SolverState = ExponentialEulerState | FlowState;

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
 * @param start θ_0 and seed, or a state that the same solver saved
 * @returns the iterations, one at a time
 */
export function startTraining(
  loss: TrainingLoss,
  choice: SolverChoice,
  { parameters, seed, saved }: TrainingStart,
): AsyncGenerator<TrainingStep<SolverState>, void, undefined> {
  const method = choice.reference ?? choice.method;
  if (method === 'exponential-euler') {
    const begin = saved ?? startExponentialEuler(loss, choice, parameters, seed);
    return exponentialEuler(loss, choice, begin as ExponentialEulerState);
  }
  const begin = saved ?? startGradientFlow(loss, parameters);
  return gradientFlowTraining(loss, { ...choice, method }, begin as FlowState);
}
