import type { AcceptedStep, Curvature } from '../runge-kutta/step-method.ts';
import type { IterationRecord, TrainingStep } from '../training-step.ts';
import type { FlowState } from './flow-state.ts';
import { present } from '../../../present.ts';

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

/** A point that no step ends at: where it lies, its curvature, and what it cost. */
export interface FlowPlace extends Pick<
  FlowRecord,
  'iteration' | 'time' | 'loss' | 'stepSize' | 'blockProducts' | 'gradients'
> {
  readonly curvature: Curvature;
}

/** The record of a point that no step ends at. */
export function placeRecord({ curvature, ...place }: FlowPlace): FlowRecord {
  return {
    ...place,
    eigenvalues: Float64Array.of(curvature.quotient),
    residual: curvature.residual,
    capped: 0,
    stages: 0,
    rejected: 0,
  };
}

/** The record of the end of a step. */
export function stepRecord(place: FlowPlace, { stages, rejected, errorEstimate }: AcceptedStep): FlowRecord {
  return {
    ...placeRecord(place),
    stages,
    rejected,
    ...present({ errorEstimate }),
  };
}
