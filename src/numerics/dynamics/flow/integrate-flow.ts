import { ConvergenceError } from '../../convergence-error.ts';
import type { FlowPoint, GradientFlow } from './gradient-flow.ts';
import { interpolateParameters } from './hermite.ts';
import type { StepEnds } from './hermite.ts';
import { snapshotTime } from '../snapshot-times.ts';
import type { SnapshotSchedule } from '../snapshot-times.ts';
import type { Curvature } from '../runge-kutta/spectral-radius.ts';
import type { AcceptedStep, StepMethod, StepMethodState } from '../runge-kutta/step-method.ts';
import { stopCrossing } from './stop-crossing.ts';
import type { IterationRecord, TrainingStep } from '../training-step.ts';

/** What is recorded of a point of the flow besides what every solver records. */
export interface FlowRecord extends IterationRecord {
  /** Gradients that formed the step; 0 for a point of the dense output. */
  readonly stages: number;
  /** Attempts at the step that were rejected. */
  readonly rejected: number;
  /** Gradients since the start. */
  readonly gradients: number;
}

/** One point of the flow: the end of a step, or a snapshot inside one. */
export interface FlowStep extends TrainingStep<FlowState> {
  readonly record: FlowRecord;
}

/** What continues an integration, bit for bit the same from here on. */
export interface FlowState extends Partial<StepMethodState> {
  /** Steps taken. */
  readonly steps: number;
  readonly time: number;
  /** θ [P]. */
  readonly parameters: Float64Array;
  /** ∇L(θ) [P] and L(θ); absent at the very start. */
  readonly gradient?: Float64Array;
  readonly loss?: number;
  /** Number of the next snapshot in the schedule. */
  readonly snapshotIndex: number;
  /** The norm of parameters that the method's errors are measured against. */
  readonly errorScale: number;
}

/** Until when, and what is kept on the way. */
export interface FlowSettings extends SnapshotSchedule {
  readonly stopLoss: number;
  /** The integration ends at this many steps, or at this many η of flow time. */
  readonly maxIterations: number;
}

/** A snapshot this near to the end of a step, as a part of the step, is that end: the difference is rounding. */
const sameTime = 1e-9;

/**
 * Follows a gradient flow until the stop loss.
 *
 * Yields the start, the end of every step, and the points of the snapshot schedule, which come from cubic Hermite dense output
 * and never shorten a step. The last point is where the dense output reaches the stop loss (`stopCrossing`). `iteration` in the
 * records is flow time in units of η, the iteration that exponential Euler with steps of η would have reached: a whole number
 * at snapshots, rounded up at the end. `stepSize` is that of the step that ended at, or holds, the point; `eigenvalues` is the
 * Rayleigh quotient of the power iteration's vector alone, `blockProducts` the products of the step, or of the snapshot.
 *
 * @param flow loss, gradient, Hessian products
 * @param method makes the one-step method, from its saved state when there is one
 * @param settings stop loss, limit, schedule
 * @param start the start, or a saved state
 * @yields one point at a time, in order of time
 * @throws {ConvergenceError} when the loss at the start is not finite, or no step is accepted
 */
export async function* integrateFlow(
  flow: GradientFlow,
  method: (saved: StepMethodState | undefined) => StepMethod,
  settings: FlowSettings,
  start: FlowState,
): AsyncGenerator<FlowStep, void, undefined> {
  const stepper = method(savedMethod(start));
  const { maxStepSize, stopLoss, maxIterations } = settings;
  let { steps, time, snapshotIndex } = start;
  let point: FlowPoint;

  /** A state as of now; its arrays stay until two steps later. */
  const stateAt = (at: FlowPoint, saved: StepMethodState): Omit<FlowState, 'snapshotIndex'> => ({
    ...saved,
    steps,
    time,
    parameters: at.parameters,
    gradient: at.gradient,
    loss: at.loss,
    errorScale: start.errorScale,
  });
  const recordAt = (
    place: { iteration: number; time: number; loss: number },
    curvature: Curvature,
    step: AcceptedStep | undefined,
    isEnd: boolean,
    blockProducts: number,
  ): FlowRecord => {
    return {
      ...place,
      stepSize: step?.stepSize ?? 0,
      eigenvalues: Float64Array.of(curvature.quotient),
      residual: curvature.residual,
      blockProducts,
      capped: 0,
      stages: isEnd ? step!.stages : 0,
      rejected: isEnd ? step!.rejected : 0,
      ...(isEnd && step!.errorEstimate !== undefined && { errorEstimate: step!.errorEstimate }),
      gradients: stepper.gradients,
    };
  };

  if (start.gradient === undefined) {
    const begun = await stepper.start(start.parameters);
    point = begun.point;
    if (!Number.isFinite(point.loss))
      throw new ConvergenceError(
        `gradient flow: the loss at the start is ${point.loss}; check the inputs for very large values, or lower network.gain.`,
      );
    snapshotIndex = 1;
    const state = { ...stateAt(point, stepper.save()), snapshotIndex };
    yield {
      record: recordAt(
        { iteration: 0, time: 0, loss: point.loss },
        begun.curvature,
        undefined,
        false,
        stepper.products,
      ),
      status: point.loss <= stopLoss ? 'converged' : 'running',
      snapshot: point.parameters.slice(),
      state: () => state,
    };
    if (point.loss <= stopLoss) return;
  } else {
    point = { parameters: start.parameters, gradient: start.gradient, loss: start.loss! };
  }

  for (;;) {
    const from = point;
    const before = stateAt(from, stepper.save());
    const step = await stepper.step(from);
    let products = stepper.products - before.products!;
    const ends = stepEnds(from, step);
    const crossed = step.next.loss <= stopLoss;
    let part = 1;
    let last = step.next.parameters;
    if (crossed) {
      last = new Float64Array(flow.parameterCount);
      part = await stopCrossing(flow, ends, lossEnds(from, step), stopLoss, last);
    }
    const begin = time;
    let inspected = 0;
    for (;;) {
      const at = snapshotTime(settings, snapshotIndex);
      const fraction = (at - begin) / step.stepSize;
      if (fraction >= part - sameTime) break;
      const parameters = new Float64Array(flow.parameterCount);
      interpolateParameters(ends, fraction, parameters);
      const { loss, curvature } = await stepper.inspect(parameters);
      snapshotIndex++;
      // Going on from here takes the step again; what the snapshots used is not used again.
      inspected++;
      const state = {
        ...before,
        snapshotIndex,
        gradients: before.gradients! + inspected,
        products: before.products! + inspected,
      };
      yield {
        record: recordAt(
          { iteration: Math.round(at / maxStepSize), time: at, loss },
          curvature,
          step,
          false,
          1,
        ),
        status: 'running',
        snapshot: parameters,
        state: () => state,
      };
    }
    steps++;
    time = begin + part * step.stepSize;
    const due = snapshotTime(settings, snapshotIndex);
    const meets = Math.abs(due - time) <= sameTime * step.stepSize;
    if (meets) {
      time = due;
      snapshotIndex++;
    }
    point = step.next;
    const status = crossed
      ? 'converged'
      : steps >= maxIterations || time >= maxIterations * maxStepSize
        ? 'iteration-limit'
        : 'running';
    const state = { ...stateAt(point, stepper.save()), snapshotIndex };
    const { loss, curvature } = crossed ? await stepper.inspect(last) : { ...step.next, ...step };
    if (crossed) products++;
    const iteration = meets
      ? Math.round(time / maxStepSize)
      : status === 'running'
        ? time / maxStepSize
        : Math.ceil(time / maxStepSize);
    yield {
      record: recordAt(
        { iteration, time, loss },
        curvature,
        { ...step, stepSize: part * step.stepSize },
        true,
        products,
      ),
      status,
      ...((meets || status !== 'running') && { snapshot: last.slice() }),
      state: () => state,
    };
    if (status !== 'running') return;
  }
}

function savedMethod(start: FlowState): StepMethodState | undefined {
  const { gradients, products, spectralVector } = start;
  if (gradients === undefined || products === undefined || spectralVector === undefined) return undefined;
  return { ...start, gradients, products, spectralVector };
}

function stepEnds(from: FlowPoint, { next, stepSize }: AcceptedStep): StepEnds<Float64Array> {
  return {
    before: from.parameters,
    after: next.parameters,
    gradientBefore: from.gradient,
    gradientAfter: next.gradient,
    stepSize,
  };
}

function lossEnds(from: FlowPoint, { next, stepSize }: AcceptedStep): StepEnds<number> {
  return {
    before: from.loss,
    after: next.loss,
    gradientBefore: squaredNorm(from.gradient),
    gradientAfter: squaredNorm(next.gradient),
    stepSize,
  };
}

function squaredNorm(vector: Float64Array): number {
  let sum = 0;
  for (const entry of vector) sum += entry * entry;
  return sum;
}
