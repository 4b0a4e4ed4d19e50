import { ConvergenceError } from '../../convergence-error.ts';
import { followSharpness } from '../../eigen/follow-sharpness.ts';
import { lossHessian } from '../../network/loss-hessian.ts';
import type { TrainingLoss } from '../../network/training-loss.ts';
import { reachesSnapshot } from '../snapshot-times.ts';
import type { SnapshotSchedule } from '../snapshot-times.ts';
import type { TrainingStep } from '../training-step.ts';
import type { GradientDescentState } from './gradient-descent-state.ts';

/** Settings of gradient descent; `maxStepSize` is its learning rate η. */
export interface GradientDescentSettings extends SnapshotSchedule {
  readonly maxIterations: number;
  /** Training ends when the loss is at or below this. */
  readonly stopLoss: number;
}

/**
 * Trains by gradient descent with a fixed learning rate: θ ← θ − η ∇L̃(θ).
 *
 * Not along the gradient flow: where λ_1 > 2/η a step is unstable, and training goes on at the edge of stability, where λ_1 hovers
 * about 2/η (Cohen, Kaur, Li, Kolter and Talwalkar, ICLR 2021, arXiv 2103.00065). λ_1 is recorded at every iteration. The loss need not fall
 * at each.
 * @param loss the training loss
 * @param settings η, schedule, limits
 * @param start from `startGradientDescent`, or a saved state
 * @yields one step an iteration
 * @throws {ConvergenceError} when loss or gradient become NaN or infinite; names iteration, λ_1 and 2/η
 */
export async function* gradientDescent(
  loss: TrainingLoss,
  settings: GradientDescentSettings,
  start: GradientDescentState,
): AsyncGenerator<TrainingStep<GradientDescentState>, void, undefined> {
  const { ops, parameterCount } = loss;
  const { maxStepSize, maxIterations, stopLoss } = settings;
  const sharpness = followSharpness(ops, parameterCount, lossHessian(loss), start);
  const parameters = start.parameters.slice();
  const gradient = new Float64Array(parameterCount);
  let { due } = start;
  let before: number | undefined;

  for (let { iteration } = start; ; iteration++) {
    const value = await loss.gradient(parameters, gradient);
    const slope = await ops.dot(gradient, gradient);
    if (!Number.isFinite(value) || !Number.isFinite(slope))
      throw divergence(iteration, value, maxStepSize, before);
    const used = sharpness.products;
    const { value: eigenvalue, residual } = await sharpness.find();
    const status =
      value <= stopLoss ? 'converged' : iteration >= maxIterations ? 'iteration-limit' : 'running';
    const time = iteration * maxStepSize;
    const record = {
      iteration,
      time,
      loss: value,
      stepSize: maxStepSize,
      eigenvalues: Float64Array.of(eigenvalue),
      residual,
      blockProducts: sharpness.products - used,
      capped: 0,
    };
    const snapshot = status !== 'running' || due ? parameters.slice() : undefined;
    if (status === 'running') {
      ops.axpy(-maxStepSize, gradient, parameters);
      due = reachesSnapshot(settings, time, time + maxStepSize);
    }
    const next = { solver: 'gradient-descent', iteration: iteration + 1, parameters, due } as const;
    yield {
      record,
      status,
      state: () => ({ ...next, ...sharpness.save() }),
      ...(snapshot && { snapshot }),
    };
    if (status !== 'running') return;
    before = eigenvalue;
  }
}

function divergence(
  iteration: number,
  loss: number,
  learningRate: number,
  sharpness: number | undefined,
): ConvergenceError {
  const reason =
    sharpness === undefined
      ? 'it is so before the first step. Lower network.gain, or check the inputs for very large values.'
      : `the step before had λ_1 = ${sharpness.toPrecision(6)}, and is stable up to 2/η = ${(2 / learningRate).toPrecision(6)}. ` +
        'Lower solver.maxStepSize, the learning rate η.';
  return new ConvergenceError(
    `gradient descent with η = ${learningRate} diverged at iteration ${iteration}: loss ${loss}; ${reason}`,
  );
}
