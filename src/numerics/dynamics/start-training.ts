import type { TrainingLoss } from '../network/training-loss.ts';
import { exponentialEuler } from './exponential-euler/exponential-euler.ts';
import type { ExponentialEulerSettings } from './exponential-euler/exponential-euler-settings.ts';
import {
  parseExponentialEulerState,
  startExponentialEuler,
} from './exponential-euler/exponential-euler-state.ts';
import type { ExponentialEulerState } from './exponential-euler/exponential-euler-state.ts';
import { gradientDescent } from './gradient-descent/gradient-descent.ts';
import type { GradientDescentSettings } from './gradient-descent/gradient-descent.ts';
import {
  parseGradientDescentState,
  startGradientDescent,
} from './gradient-descent/gradient-descent-state.ts';
import type { GradientDescentState } from './gradient-descent/gradient-descent-state.ts';
import { parseFlowState } from './flow/flow-state.ts';
import type { FlowState } from './flow/flow-state.ts';
import { gradientFlowTraining, startGradientFlow } from './flow/gradient-flow-training.ts';
import type { DormandPrinceSettings, StabilizedRkSettings } from './flow/gradient-flow-training.ts';
import type { TrainingStep } from './training-step.ts';

/** A solver by its name, with its settings. */
export type SolverChoice =
  | (ExponentialEulerSettings & { readonly method: 'exponential-euler' })
  | StabilizedRkSettings
  | (GradientDescentSettings & { readonly method: 'gradient-descent' })
  | DormandPrinceSettings;

/** What a solver saves; `solver` says which one it was. */
export type SolverState = ExponentialEulerState | FlowState | GradientDescentState;

/** Where a training begins. */
export interface TrainingStart {
  /** θ_0 [P]; used where there is no saved state. */
  readonly parameters: Float64Array;
  /** Seed of the solver's own random numbers. */
  readonly seed: number;
  /** What an earlier training with the same settings saved, to continue it; the solver that reads it checks it. */
  readonly saved?: unknown;
}

/**
 * Starts or continues a training with the solver that the settings name.
 * @param loss the training loss
 * @param choice solver and settings
 * @param start θ_0 and seed, or a state that the same solver saved
 * @returns the iterations, one at a time
 * @throws {RangeError} when the saved state is not one of this solver and network
 */
export function startTraining(
  loss: TrainingLoss,
  choice: SolverChoice,
  { parameters, seed, saved }: TrainingStart,
): AsyncGenerator<TrainingStep<SolverState>, void, undefined> {
  switch (choice.method) {
    case 'exponential-euler': {
      const begin =
        saved === undefined
          ? startExponentialEuler(loss, choice, parameters, seed)
          : parseExponentialEulerState(saved, loss, choice);
      return exponentialEuler(loss, choice, begin);
    }
    case 'gradient-descent': {
      const begin =
        saved === undefined
          ? startGradientDescent(loss, parameters, seed)
          : parseGradientDescentState(saved, loss);
      return gradientDescent(loss, choice, begin);
    }
    case 'stabilized-rk':
    case 'dormand-prince': {
      const begin =
        saved === undefined
          ? startGradientFlow(loss, choice.method, parameters)
          : parseFlowState(saved, choice.method, loss);
      return gradientFlowTraining(loss, choice, begin);
    }
  }
}
