import type { StepMethodState, AcceptedStep } from '../runge-kutta/step-method.ts';
import type { FlowPoint, GradientFlow } from './gradient-flow.ts';
import { interpolateParameters } from './hermite.ts';
import type { StepEnds } from './hermite.ts';
import { stopCrossing } from './stop-crossing.ts';

/** One accepted step with its dense output, as far as the integration follows it. */
export interface FlowSpan {
  /** θ_n. */
  readonly from: FlowPoint;
  /** The method's state at θ_n, where a snapshot may lie inside the step. */
  readonly before: StepMethodState | undefined;
  /** Flow time at θ_n. */
  readonly begin: number;
  readonly step: AcceptedStep;
  /** Hessian products that it took. */
  readonly products: number;
  readonly ends: StepEnds<Float64Array>;
  /** What ends it: the step itself, the stop loss, or the limit of flow time. */
  readonly end: 'step' | 'stop-loss' | 'limit';
  /** The part of the step that is followed, in (0, 1]. */
  readonly part: number;
  /** θ at the end of that part [P]. */
  readonly last: Float64Array;
}

/** Where an integration ends. */
export interface FlowEnd {
  readonly stopLoss: number;
  /** Flow time that is not passed. */
  readonly timeLimit: number;
}

/** A limit this near to the end of a step, as a part of the step, is that end: the difference is rounding. */
const sameTime = 1e-9;

/**
 * Finds how far a step is followed: to its end, to where the dense output reaches the stop loss, or to the limit of flow time,
 * whichever comes first.
 *
 * @param flow the loss
 * @param limits where the integration ends
 * @param taken the step and where it began
 * @returns the step with its end; `last` is new memory where the step is cut
 */
export async function flowSpan(
  flow: GradientFlow,
  { stopLoss, timeLimit }: FlowEnd,
  taken: Pick<FlowSpan, 'from' | 'before' | 'begin' | 'step' | 'products'>,
): Promise<FlowSpan> {
  const { from, begin, step } = taken;
  const ends = stepEnds(from, step);
  const limit = (timeLimit - begin) / step.stepSize;
  if (step.next.loss <= stopLoss) {
    const last = new Float64Array(flow.parameterCount);
    const part = await stopCrossing(flow, ends, lossEnds(from, step), stopLoss, last);
    if (part <= limit) return { ...taken, ends, end: 'stop-loss', part, last };
  }
  if (limit >= 1 - sameTime) {
    const end = limit > 1 + sameTime ? 'step' : 'limit';
    return { ...taken, ends, end, part: 1, last: step.next.parameters };
  }
  const last = new Float64Array(flow.parameterCount);
  interpolateParameters(ends, limit, last);
  return { ...taken, ends, end: 'limit', part: limit, last };
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
