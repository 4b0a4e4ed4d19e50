import { ConvergenceError } from '../../convergence-error.ts';
import type { StepMethod, StepMethodState } from '../runge-kutta/step-method.ts';
import { snapshotTime } from '../snapshot-times.ts';
import type { SnapshotSchedule } from '../snapshot-times.ts';
import type { FlowPoint, GradientFlow } from './gradient-flow.ts';
import { flowSpan } from './flow-span.ts';
import type { FlowSpan } from './flow-span.ts';
import type { FlowStart, FlowState } from './flow-state.ts';
import { placeRecord, stepRecord } from './flow-step.ts';
import type { FlowStep } from './flow-step.ts';
import { interpolateParameters } from './hermite.ts';

/** Until when, and what is kept on the way. */
export interface FlowSettings extends SnapshotSchedule {
  readonly stopLoss: number;
  /** The integration ends at this many steps, or at this many η of flow time: a step is cut there. */
  readonly maxIterations: number;
}

/** A snapshot this near to the end of a step, as a part of the step and of the time since the start, is that end: the difference is rounding. */
const sameTime = 1e-9;

/** An integration on its way. */
interface Integration {
  readonly flow: GradientFlow;
  readonly stepper: StepMethod;
  readonly settings: FlowSettings;
  readonly start: FlowStart | FlowState;
}

/** How far an integration has come; the arrays of `point` stay until two steps later. */
interface Reached extends Pick<FlowState, 'steps' | 'time' | 'snapshotIndex'> {
  readonly point: FlowPoint;
}

/**
 * Follows a gradient flow until the stop loss.
 *
 * Yields the start, the end of every step, and the points of the snapshot schedule, which come from cubic Hermite dense output
 * where no step ends at them. The last point is where the dense output reaches the stop loss (`stopCrossing`), or the limit. `iteration` in the
 * records is flow time in units of η, the iteration that exponential Euler with steps of η would have reached: a whole number
 * at snapshots, rounded up at the end. `stepSize` is that of the step that ended at, or holds, the point; `eigenvalues` is λ_1 alone, with
 * its residual (`followSharpness`), `blockProducts` the products of the step, or of the snapshot.
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
  start: FlowStart | FlowState,
): AsyncGenerator<FlowStep, void, undefined> {
  const begun = 'gradient' in start ? start : undefined;
  const integration = { flow, stepper: method(begun), settings, start };
  let reached: Reached;
  if (begun === undefined) {
    const { step, point } = await startPoint(integration);
    yield step;
    if (step.status !== 'running') return;
    reached = { steps: 0, time: 0, snapshotIndex: 1, point };
  } else {
    reached = { ...begun, point: begun };
  }
  for (;;) {
    const span = await nextSpan(integration, reached);
    const snapshotIndex = yield* insidePoints(integration, reached, span);
    const end = await endPoint(integration, { ...reached, snapshotIndex }, span);
    yield end.step;
    if (end.step.status !== 'running') return;
    reached = end.reached;
  }
}

/** Evaluates the start. */
async function startPoint(integration: Integration): Promise<{ step: FlowStep; point: FlowPoint }> {
  const { stepper, settings, start } = integration;
  const { point, curvature } = await stepper.start(start.parameters);
  const { loss, parameters } = point;
  if (!Number.isFinite(loss))
    throw new ConvergenceError(
      `gradient flow: the loss at the start is ${loss}; check the inputs for very large values, or lower network.gain.`,
    );
  const { products, gradients } = stepper;
  const place = { iteration: 0, time: 0, loss, stepSize: 0, blockProducts: products, gradients, curvature };
  const step: FlowStep = {
    record: placeRecord(place),
    status: loss <= settings.stopLoss ? 'converged' : 'running',
    snapshot: parameters.slice(),
    state: () => stateAt(integration, { steps: 0, time: 0, snapshotIndex: 1, point }, stepper.save()),
  };
  return { step, point };
}

/** Takes a step. */
async function nextSpan(
  { flow, stepper, settings }: Integration,
  { point, time, snapshotIndex }: Reached,
): Promise<FlowSpan> {
  const { stopLoss, maxIterations, maxStepSize } = settings;
  const timeLimit = maxIterations * maxStepSize;
  const untilSnapshot = snapshotTime(settings, snapshotIndex) - time;
  // Copies of vectors: only for a step that may have a snapshot inside.
  const before = stepper.reach >= untilSnapshot ? stepper.save() : undefined;
  const already = stepper.products;
  const step = await stepper.step(point, Math.min(untilSnapshot, timeLimit - time));
  const products = stepper.products - already;
  return flowSpan(flow, { stopLoss, timeLimit }, { from: point, before, begin: time, step, products });
}

/** Yields the snapshots that lie inside a step; returns the number of the next one. */
async function* insidePoints(
  integration: Integration,
  reached: Reached,
  { before, begin, step: { stepSize }, ends, part }: FlowSpan,
): AsyncGenerator<FlowStep, number, undefined> {
  const { flow, stepper, settings } = integration;
  const rounding = sameTime * Math.min(1, begin / stepSize + part);
  let { snapshotIndex } = reached;
  let inspected = 0;
  for (;;) {
    const time = snapshotTime(settings, snapshotIndex);
    const fraction = (time - begin) / stepSize;
    if (before === undefined || fraction >= part - rounding) return snapshotIndex;
    const parameters = new Float64Array(flow.parameterCount);
    interpolateParameters(ends, fraction, parameters);
    const already = stepper.products;
    const { loss, curvature } = await stepper.inspect(parameters);
    const used = stepper.products - already;
    inspected += used;
    snapshotIndex++;
    // Going on from here takes the step again; what the snapshots used is not used again.
    const gradients = before.gradients + snapshotIndex - reached.snapshotIndex;
    const state = stateAt(
      integration,
      { ...reached, snapshotIndex },
      { ...before, gradients, products: before.products + inspected },
    );
    const iteration = Math.round(time / settings.maxStepSize);
    const place = { iteration, time, loss, stepSize, blockProducts: used, curvature };
    yield {
      record: placeRecord({ ...place, gradients: stepper.gradients }),
      status: 'running',
      snapshot: parameters,
      state: () => state,
    };
  }
}

/** The end of a step, or of the part of it that is followed. */
async function endPoint(
  integration: Integration,
  before: Reached,
  span: FlowSpan,
): Promise<{ step: FlowStep; reached: Reached }> {
  const { stepper, settings } = integration;
  const { begin, step, products, end, part, last } = span;
  const reachedTime = begin + part * step.stepSize;
  const due = snapshotTime(settings, before.snapshotIndex);
  const meets = Math.abs(due - reachedTime) <= sameTime * Math.min(step.stepSize, reachedTime);
  const time = meets ? due : reachedTime;
  const reached = {
    steps: before.steps + 1,
    time,
    snapshotIndex: before.snapshotIndex + (meets ? 1 : 0),
    point: step.next,
  };
  const status = statusOf(settings, reached, end);
  // What the look at a cut end uses is not used again by going on.
  const { gradients, products: productsBefore } = stepper;
  const isCut = last !== step.next.parameters;
  const { loss, curvature } = isCut ? await stepper.inspect(last) : { ...step.next, ...step };
  const place = {
    iteration: iterationAt(time / settings.maxStepSize, meets || end === 'limit', status),
    time,
    loss,
    stepSize: part * step.stepSize,
    blockProducts: products + stepper.products - productsBefore,
    gradients: stepper.gradients,
    curvature,
  };
  return {
    step: {
      record: stepRecord(place, step),
      status,
      ...((meets || status !== 'running') && { snapshot: last.slice() }),
      state: () => stateAt(integration, reached, { ...stepper.save(), gradients, products: productsBefore }),
    },
    reached,
  };
}

function statusOf(
  { maxIterations }: FlowSettings,
  { steps }: Reached,
  end: FlowSpan['end'],
): FlowStep['status'] {
  if (end === 'stop-loss') return 'converged';
  return end === 'limit' || steps >= maxIterations ? 'iteration-limit' : 'running';
}

/** Flow time in units of η: whole at snapshots and at the limit, rounded up at the end of the training. */
function iterationAt(units: number, isWhole: boolean, status: FlowStep['status']): number {
  if (isWhole) return Math.round(units);
  return status === 'running' ? units : Math.ceil(units);
}

function stateAt(
  { start: { solver, errorScale } }: Integration,
  { steps, time, snapshotIndex, point: { parameters, gradient, loss } }: Reached,
  saved: StepMethodState,
): FlowState {
  return { ...saved, solver, steps, time, parameters, gradient, loss, snapshotIndex, errorScale };
}
