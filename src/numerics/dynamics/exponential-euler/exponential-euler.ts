import { rowsOf } from '../../../tensors/matrix.ts';
import { ConvergenceError } from '../../convergence-error.ts';
import { auditEigenpairs } from '../../eigen/audit.ts';
import { eigenSolver } from '../../eigen/eigen-solver.ts';
import type { EigenSolver, TopEigenpairs } from '../../eigen/eigen-solver.ts';
import { blockProduct } from '../../network/block-product.ts';
import type { BlockProduct } from '../../network/block-product.ts';
import type { TrainingLoss } from '../../network/training-loss.ts';
import { createRandom, resumeRandom } from '../../random.ts';
import type { Random, RandomState } from '../../random.ts';
import { exponentialEulerStep, exponentialFactors } from './exponential-euler-step.ts';
import { stepDoublingError } from './step-doubling.ts';
import { reachesSnapshot } from '../snapshot-times.ts';
import type { TrainingStep } from '../training-step.ts';

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

/** What continues a training: bit for bit the same from here on. */
export interface ExponentialEulerState {
  readonly iteration: number;
  readonly time: number;
  /** θ [P]. */
  readonly parameters: Float64Array;
  /** Start block of the eigensolver [k+1+guards, P]. */
  readonly block: Float64Array;
  /** Eigenvectors from which the next prediction is made [k+1, P]. */
  readonly previous: Float64Array;
  /** Whether the last search ended after one product, so that the guards may rest. */
  readonly settled: boolean;
  /** Whether this iteration is the first at or after the time of a snapshot. */
  readonly due: boolean;
  readonly random: RandomState;
}

/** Rounds after which a search for the eigenpairs ends with what it has; its residual is recorded. */
const MAX_ROUNDS = 200;
/** Lanczos steps of a cold audit. */
const AUDIT_STEPS = 12;
/** Settled searches multiply the guards every so many iterations. */
const GUARDS_EVERY = 3;

/**
 * Starts a training at θ_0.
 * @param loss the training loss
 * @param settings of the solver
 * @param parameters θ_0 [P]; copied
 * @param seed of the eigensolver's random start
 * @returns the state at iteration 0
 */
export function startExponentialEuler(
  loss: TrainingLoss,
  settings: ExponentialEulerSettings,
  parameters: Float64Array,
  seed: number,
): ExponentialEulerState {
  const random = createRandom(seed, 'eigenvectors');
  const pairs = pairsOf(loss, settings);
  const width = Math.min(loss.parameterCount, pairs + settings.guards);
  const block = new Float64Array(width * loss.parameterCount);
  random.fillGaussian(block);
  // Rows of norm about 1: the solver takes its start block for nearly orthonormal.
  const scale = 1 / Math.sqrt(loss.parameterCount);
  for (let index = 0; index < block.length; index++) block[index]! *= scale;
  return {
    iteration: 0,
    time: 0,
    parameters: parameters.slice(),
    block,
    previous: new Float64Array(pairs * loss.parameterCount),
    settled: false,
    due: true,
    random: random.state(),
  };
}

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
  const { ops, parameterCount } = loss;
  const pairs = pairsOf(loss, settings);
  const solver = eigenSolver(ops, parameterCount, {
    pairs,
    guards: settings.guards,
    tolerance: settings.tolerance,
    lastTolerance: settings.lastTolerance,
    ...(settings.stepTolerance !== undefined && {
      step: { tolerance: settings.stepTolerance, maxStepSize: settings.maxStepSize },
    }),
    maxRounds: MAX_ROUNDS,
  });
  solver.block.data.set(start.block);
  solver.previous.data.set(start.previous);
  const product = blockProduct(loss, 'hessian');
  const random = resumeRandom(start.random);
  const parameters = start.parameters.slice();
  const gradient = new Float64Array(parameterCount);
  let { iteration, time, settled, due } = start;
  let previous: { sharpness: number; stepSize: number } | undefined;

  for (; ; iteration++) {
    const value = await loss.gradient(parameters, gradient);
    const slope = await ops.dot(gradient, gradient);
    if (!Number.isFinite(value) || !Number.isFinite(slope)) throw divergence(iteration, value, previous);
    let found = await solver.solve(product, !settled || iteration % GUARDS_EVERY === 0);
    let directions = found.directions;
    const oneRound = found.rounds === 1;
    let audit: { missed: number } | undefined;
    if (iteration > 0 && iteration % settings.auditEvery === 0) {
      const repaired = await auditAndRepair(loss, product, solver, found, random);
      found = repaired.found;
      directions += repaired.directions;
      audit = { missed: repaired.missed };
    }
    settled = oneRound;
    const stepSize = Math.min(1 / Math.abs(found.values[pairs - 1]!), settings.maxStepSize);
    const status =
      value <= settings.stopLoss
        ? 'converged'
        : iteration >= settings.maxIterations
          ? 'iteration-limit'
          : 'running';
    const snapshot = status !== 'running' || due ? parameters.slice() : undefined;
    const capAt = (size: number) => (settings.cap === 'step' ? size : settings.maxStepSize);
    const capped = exponentialFactors(found, stepSize).filter((factor) => factor > capAt(stepSize)).length;
    const point = { parameters, gradient, found };
    const errorEstimate =
      settings.errorEstimateEvery !== undefined && iteration % settings.errorEstimateEvery === 0
        ? await stepDoublingError(loss, product, solver, point, stepSize, capAt)
        : undefined;
    if (status === 'running') await exponentialEulerStep(ops, point, stepSize, capAt(stepSize));
    const record = {
      iteration,
      time,
      loss: value,
      stepSize,
      eigenvalues: found.values,
      residual: found.residual,
      blockProducts: directions / pairs,
      capped,
      ...(errorEstimate !== undefined && { errorEstimate }),
    };
    if (status === 'running') {
      due = reachesSnapshot(settings, time, time + stepSize);
      time += stepSize;
    }
    const vectors = { block: solver.block.data, previous: solver.previous.data };
    const next = { iteration: iteration + 1, time, parameters, ...vectors, settled, due };
    yield {
      record,
      status,
      state: () => ({ ...next, random: random.state() }),
      ...(snapshot && { snapshot }),
      ...(audit && { audit }),
    };
    if (status !== 'running') return;
    previous = { sharpness: found.values[0]!, stepSize };
  }
}

/** k + 1: the eigenpairs that the step needs, and the one that sets its size. */
function pairsOf(loss: TrainingLoss, settings: ExponentialEulerSettings): number {
  const outputs = loss.problem.network.widths.at(-1)!;
  return Math.min(loss.parameterCount, settings.eigenpairs === 'outputs' ? outputs + 1 : outputs);
}

/** Looks for eigenvalues that the warm start missed; each one found joins the block, and the search is repeated. */
async function auditAndRepair(
  loss: TrainingLoss,
  product: BlockProduct,
  solver: EigenSolver,
  first: TopEigenpairs,
  random: Random,
): Promise<{ found: TopEigenpairs; missed: number; directions: number }> {
  let found = first;
  let directions = 0;
  for (let missed = 0; ; missed++) {
    const audit = await auditEigenpairs(loss.ops, product, found.vectors, random, AUDIT_STEPS);
    directions += audit?.directions ?? 0;
    const limit = (1 + solver.settings.lastTolerance) * Math.abs(found.values.at(-1)!);
    if (audit === undefined || Math.abs(audit.value) <= limit || missed === found.values.length)
      return { found, missed, directions };
    rowsOf(solver.block, solver.block.rows - 1, 1).data.set(audit.vector);
    found = await solver.solve(product, true);
    directions += found.directions;
  }
}

function divergence(
  iteration: number,
  loss: number,
  previous: { sharpness: number; stepSize: number } | undefined,
): ConvergenceError {
  const before = previous
    ? `the step before had λ_1 = ${previous.sharpness.toPrecision(6)} and Δt = ${previous.stepSize.toPrecision(6)}`
    : 'it is so before the first step';
  return new ConvergenceError(
    `training diverged at iteration ${iteration}: loss ${loss}; ${before}. Lower solver.maxStepSize or network.gain, or check the inputs for very large values.`,
  );
}
