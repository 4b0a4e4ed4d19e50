import { ConvergenceError } from '../../convergence-error.ts';
import { layerBlocks } from '../../network/architecture.ts';
import type { TrainingLoss } from '../../network/training-loss.ts';
import type { FlowSolver, FlowStart, FlowState } from './flow-state.ts';
import type { FlowStep } from './flow-step.ts';
import { integrateFlow } from './integrate-flow.ts';
import type { FlowSettings } from './integrate-flow.ts';
import { dormandPrince } from '../runge-kutta/dormand-prince.ts';
import { stabilizedRk } from '../runge-kutta/stabilized-rk.ts';
import { trainingFlow } from './training-flow.ts';

/** Settings of the stabilised Runge–Kutta solver. */
export interface StabilizedRkSettings extends FlowSettings {
  readonly method: 'stabilized-rk';
  /** Largest estimated local error of a step, as a part of the norm of layers 2..L at the start. */
  readonly errorTolerance: number;
}

/** Settings of the reference solver. */
export interface DormandPrinceSettings extends FlowSettings {
  readonly method: 'dormand-prince';
  /** Largest local error that the method which is judged may make; the reference allows itself `referencePart` of it. */
  readonly errorTolerance: number;
}

/**
 * The reference's tolerance as a part of the judged method's. It takes up to a thousand times as many steps, whose errors add up, and is to
 * end at least a hundred times nearer to the flow.
 */
const referencePart = 1e-5;
/** Below this part of the parameters' norm errors are rounding. */
const smallestTolerance = 1e-13;

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
 * @throws {ConvergenceError} when the parameters are too large
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
  if (!Number.isFinite(squared))
    throw new ConvergenceError(
      'gradient flow: the squares of the weights at the start leave the range of float64; lower network.gain.',
    );
  // A network that starts at zero has no scale of its own.
  const errorScale = squared > 0 ? Math.sqrt(squared) : 1;
  return { solver, steps: 0, time: 0, parameters, snapshotIndex: 0, errorScale };
}

/**
 * Trains along the gradient flow θ' = −∇L̃(θ): by the stabilised Runge–Kutta method, or by the reference.
 *
 * @param loss the training loss
 * @param settings solver, accuracy, schedule
 * @param start from `startGradientFlow`, or a saved state
 * @returns one record a step and a snapshot, as `integrateFlow` describes them
 */
export function gradientFlowTraining(
  loss: TrainingLoss,
  settings: StabilizedRkSettings | DormandPrinceSettings,
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
        case 'dormand-prince': {
          const tolerance = Math.max(smallestTolerance, referencePart * settings.errorTolerance);
          return dormandPrince(flow, { tolerance, errorScale }, saved);
        }
      }
    },
    settings,
    start,
  );
}
