import { ConvergenceError } from '../../convergence-error.ts';
import type { TopEigenpairs } from '../../eigen/eigenpairs.ts';
import type { TrainingLoss } from '../../network/training-loss.ts';
import { reachesSnapshot } from '../snapshot-times.ts';
import type { TrainingStep } from '../training-step.ts';
import type { ExponentialEulerSettings } from './exponential-euler-settings.ts';
import type { ExponentialEulerState } from './exponential-euler-state.ts';
import { exponentialEulerStep, exponentialFactors, stepSizeOf } from './exponential-euler-step.ts';
import { followEigenpairs } from './follow-eigenpairs.ts';
import { stepDoublingError } from './step-doubling.ts';
import { present } from '../../../present.ts';

/**
 * Trains by the exponential Euler method on the top eigenpairs of the Hessian (section 7.2).
 *
 *     Δt = min(1/|λ_{k+1}|, η),  c_m = gᵀv_m,  φ_m = (1 − e^{−λ_m Δt})/λ_m
 *     θ ← θ − Σ_{m≤k} min(φ_m, cap)·c_m v_m − Δt·(g − Σ_{m≤k} c_m v_m)
 *
 * Each iteration yields its record before the next one starts; the last one says how the training ended.
 * @param loss the training loss
 * @param settings of the solver
 * @param start from `startExponentialEuler`, or a saved state
 * @yields one step an iteration
 * @throws {ConvergenceError} when loss or parameters become NaN or infinite; names iteration, loss, λ_1 and Δt
 */
export async function* exponentialEuler(
  loss: TrainingLoss,
  settings: ExponentialEulerSettings,
  start: ExponentialEulerState,
): AsyncGenerator<TrainingStep<ExponentialEulerState>, void, undefined> {
  const { maxStepSize } = settings;
  const capAt = (size: number) => (settings.cap === 'step' ? size : maxStepSize);
  const follower = followEigenpairs(loss, settings, start);
  const parameters = start.parameters.slice();
  const gradient = new Float64Array(loss.parameterCount);
  let { time, due } = start;
  let previous: PreviousStep | undefined;

  for (let { iteration } = start; ; iteration++) {
    const value = await loss.gradient(parameters, gradient);
    const slope = await loss.ops.dot(gradient, gradient);
    if (!Number.isFinite(value) || !Number.isFinite(slope)) throw divergence(iteration, value, previous);
    const { found, blockProducts, audit } = await follower.find(iteration);
    const stepSize = stepSizeOf(found.values, maxStepSize);
    const status = statusOf(settings, iteration, value);
    const snapshot = status !== 'running' || due ? parameters.slice() : undefined;
    const point = { parameters, gradient, found };
    const { solver, product } = follower;
    const errorEstimate = isEstimated(settings, iteration)
      ? await stepDoublingError(loss, product, solver, point, stepSize, capAt)
      : undefined;
    const record = {
      iteration,
      time,
      loss: value,
      stepSize,
      eigenvalues: found.values,
      residual: found.residual,
      blockProducts,
      capped: cappedFactors(found, stepSize, capAt(stepSize)),
      ...present({ errorEstimate }),
    };
    if (status === 'running') {
      await exponentialEulerStep(loss.ops, point, stepSize, capAt(stepSize));
      due = reachesSnapshot(settings, time, time + stepSize);
      time += stepSize;
    }
    const next = { solver: 'exponential-euler', iteration: iteration + 1, time, parameters, due } as const;
    yield {
      record,
      status,
      state: () => ({ ...next, ...follower.save() }),
      ...(snapshot && { snapshot }),
      ...(audit && { audit }),
    };
    if (status !== 'running') return;
    previous = { sharpness: found.values[0]!, stepSize };
  }
}

function statusOf(
  { stopLoss, maxIterations }: ExponentialEulerSettings,
  iteration: number,
  loss: number,
): TrainingStep<unknown>['status'] {
  if (loss <= stopLoss) return 'converged';
  return iteration >= maxIterations ? 'iteration-limit' : 'running';
}

function isEstimated({ errorEstimateEvery }: ExponentialEulerSettings, iteration: number): boolean {
  return errorEstimateEvery !== undefined && iteration % errorEstimateEvery === 0;
}

/** How many φ_m the cap cuts (reading R7). */
function cappedFactors(found: TopEigenpairs, stepSize: number, cap: number): number {
  return exponentialFactors(found, stepSize).filter((factor) => factor > cap).length;
}

interface PreviousStep {
  readonly sharpness: number;
  readonly stepSize: number;
}

function divergence(iteration: number, loss: number, previous: PreviousStep | undefined): ConvergenceError {
  const before = previous
    ? `the step before had λ_1 = ${previous.sharpness.toPrecision(6)} and Δt = ${previous.stepSize.toPrecision(6)}`
    : 'it is so before the first step';
  return new ConvergenceError(
    `training diverged at iteration ${iteration}: loss ${loss}; ${before}. Lower solver.maxStepSize or network.gain, or check the inputs for very large values.`,
  );
}
