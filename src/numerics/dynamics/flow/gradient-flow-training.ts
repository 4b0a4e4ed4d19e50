import { layerBlocks } from '../../network/architecture.ts';
import type { TrainingLoss } from '../../network/training-loss.ts';
import type { FlowSolver, FlowStart, FlowState } from './flow-state.ts';
import type { FlowStep } from './flow-step.ts';
import { integrateFlow } from './integrate-flow.ts';
import type { FlowSettings } from './integrate-flow.ts';
import { rk4 } from '../runge-kutta/rk4.ts';
import { stabilizedRk } from '../runge-kutta/stabilized-rk.ts';
import { trainingFlow } from './training-flow.ts';

/** Settings of the stabilised Runge–Kutta solver. */
export interface StabilizedRkSettings extends FlowSettings {
  readonly method: 'stabilized-rk';
  /** Largest estimated local error of a step, as a part of the norm of layers 2..L at the start. */
  readonly errorTolerance: number;
}

/** Settings of the reference solver. */
export interface Rk4Settings extends FlowSettings {
  readonly method: 'rk4';
}

/**
 * Starts a training along the gradient flow.
 *
 * Errors are measured against ‖(A^2, b^2, …, A^L, b^L)‖ at θ_0: without the first layer, so that exact input compression, which
 * shortens A^1 but not its changes, changes nothing.
 *
 * @param loss the training loss
 * @param solver the method
 * @param parameters θ_0 [P]
 * @returns the state before the first evaluation; shares the memory of `parameters`
 */
export function startGradientFlow(
  loss: TrainingLoss,
  solver: FlowSolver,
  parameters: Float64Array,
): FlowStart {
  const [, ...behindFirst] = layerBlocks(loss.problem.network, parameters);
  let squared = 0;
  for (const { weight, bias } of behindFirst)
    for (const values of [weight.data, bias]) for (const value of values) squared += value * value;
  // A network that starts at zero has no scale of its own.
  const errorScale = squared > 0 ? Math.sqrt(squared) : 1;
  return { solver, steps: 0, time: 0, parameters, snapshotIndex: 0, errorScale };
}

/**
 * Trains along the gradient flow θ' = −∇L̃(θ): by the stabilised Runge–Kutta method, or by RK4 as a reference.
 *
 * @param loss the training loss
 * @param settings solver, accuracy, schedule
 * @param start from `startGradientFlow`, or a saved state
 * @returns one record a step and a snapshot, as `integrateFlow` describes them
 */
export function gradientFlowTraining(
  loss: TrainingLoss,
  settings: StabilizedRkSettings | Rk4Settings,
  start: FlowStart | FlowState,
): AsyncGenerator<FlowStep, void, undefined> {
  const flow = trainingFlow(loss);
  const { errorScale } = start;
  return integrateFlow(
    flow,
    (saved) => {
      switch (settings.method) {
        case 'stabilized-rk':
          return stabilizedRk(flow, { tolerance: settings.errorTolerance, errorScale }, saved);
        case 'rk4':
          return rk4(flow, settings, saved);
      }
    },
    settings,
    start,
  );
}
