import type { StepMethodState, AcceptedStep } from '../runge-kutta/step-method.ts';
import type { FlowPoint, GradientFlow } from './gradient-flow.ts';
import type { StepEnds } from './hermite.ts';
import { stopCrossing } from './stop-crossing.ts';

/** One accepted step with its dense output, as far as the integration follows it. */
export interface FlowSpan {
  /** θ_n. */
  readonly from: FlowPoint;
  /** The method's state at θ_n. */
  readonly before: StepMethodState;
  /** Flow time at θ_n. */
  readonly begin: number;
  readonly step: AcceptedStep;
  /** Hessian products that it took. */
  readonly products: number;
  readonly ends: StepEnds<Float64Array>;
  /** Whether the loss reaches the stop loss inside the step. */
  readonly crossed: boolean;
  /** The part of the step that is followed, in (0, 1]. */
  readonly part: number;
  /** θ at the end of that part [P]. */
  readonly last: Float64Array;
}

/**
 * Finds how far a step is followed: to its end, or to where the dense output reaches the stop loss.
 *
 * @param flow the loss
 * @param stopLoss where the integration ends
 * @param taken the step and where it began
 * @returns the step with its end; `last` is new memory where the step is cut
 */
export async function flowSpan(
  flow: GradientFlow,
  stopLoss: number,
  taken: Pick<FlowSpan, 'from' | 'before' | 'begin' | 'step' | 'products'>,
): Promise<FlowSpan> {
  const { from, step } = taken;
  const ends = stepEnds(from, step);
  if (step.next.loss > stopLoss)
    return { ...taken, ends, crossed: false, part: 1, last: step.next.parameters };
  const last = new Float64Array(flow.parameterCount);
  const part = await stopCrossing(flow, ends, lossEnds(from, step), stopLoss, last);
  return { ...taken, ends, crossed: true, part, last };
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
