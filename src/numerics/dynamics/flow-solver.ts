import { ConvergenceError } from '../convergence-error.ts';
import type { FlowPoint, GradientFlow } from './gradient-flow.ts';
import { interpolateParameters } from './hermite.ts';
import type { StepEnds } from './hermite.ts';
import type { AcceptedStep, SolverState, StepMethod } from './step-method.ts';
import { stopCrossing } from './stop-crossing.ts';

/** One row of the record of a run. */
export interface FlowStepRecord {
  /** Number of the step, from 1. */
  readonly iteration: number;
  /** t at the end of the step. */
  readonly time: number;
  /** L(θ) at the end of the step. */
  readonly loss: number;
  /** Δt. */
  readonly stepSize: number;
  readonly stages: number;
  /** max |λ| of the Hessian at the end of the step, from below. */
  readonly spectralRadius: number;
  /** ‖Est‖₂; absent for a method without one. */
  readonly errorEstimate: number | undefined;
  /** Attempts that were rejected before this one. */
  readonly rejected: number;
  /** Gradients and Hessian products since the start. */
  readonly gradients: number;
  readonly products: number;
}

/** θ at a set time. */
export interface FlowSnapshot {
  /** Its number in the schedule. */
  readonly index: number;
  readonly time: number;
  readonly loss: number;
  /** θ [P], new memory. */
  readonly parameters: Float64Array;
}

/** What one step brought. */
export interface FlowStep {
  readonly record: FlowStepRecord;
  /** Snapshots whose time lies in the step, in order. */
  readonly snapshots: readonly FlowSnapshot[];
  /** The stop loss was reached: `parameters`, `time` and `loss` are those of the crossing. */
  readonly finished: boolean;
}

/** What is integrated, and until when. */
export interface FlowSolverOptions {
  readonly stopLoss: number;
  /** Time of snapshot 0, 1, 2, …, rising. */
  readonly snapshotTime: (index: number) => number;
}

/** Gradient flow from θ_0 until the stop loss, step by step. */
export interface FlowSolver {
  readonly iteration: number;
  readonly time: number;
  readonly loss: number;
  /** θ [P]; valid until the next step. */
  readonly parameters: Float64Array;
  readonly finished: boolean;
  /** @throws {ConvergenceError} when the loss stops being finite or no step is accepted */
  step(): Promise<FlowStep>;
  /** Everything that is needed to go on to the same bytes; arrays are copies. */
  save(): SolverState;
}

/**
 * Starts the integration of a gradient flow.
 *
 * Snapshots come from cubic Hermite dense output, so that they never shorten a step; the end is where the dense output reaches
 * the stop loss (`stopCrossing`).
 *
 * @param flow loss and gradient
 * @param method how to step
 * @param options stop loss, snapshot times
 * @param parameters θ_0 [P]; copied
 * @returns the solver; snapshot 0 is the start itself and is never returned by a step
 * @throws {ConvergenceError} when the loss at θ_0 is not finite
 */
export async function startFlow(
  flow: GradientFlow,
  method: StepMethod,
  options: FlowSolverOptions,
  parameters: Float64Array,
): Promise<FlowSolver> {
  const point = await method.start(parameters);
  if (!Number.isFinite(point.loss))
    throw new ConvergenceError(
      `gradient flow: the loss at the start is ${point.loss}; check the inputs and the initial parameters`,
    );
  const finished = point.loss <= options.stopLoss;
  return flowSolver(flow, method, options, { iteration: 0, time: 0, snapshotIndex: 1, finished, point });
}

/**
 * Goes on with an integration that was saved.
 *
 * @param flow the same loss
 * @param method the same method, made with the same saved state
 * @param options the same options
 * @param saved what `save` gave
 * @returns the solver; it ends in the same bytes as one that was never interrupted
 */
export function resumeFlow(
  flow: GradientFlow,
  method: StepMethod,
  options: FlowSolverOptions,
  { scalars, vectors }: SolverState,
): FlowSolver {
  return flowSolver(flow, method, options, {
    iteration: scalars.iteration!,
    time: scalars.time!,
    snapshotIndex: scalars.snapshotIndex!,
    finished: scalars.finished === 1,
    point: {
      parameters: vectors.parameters!.slice(),
      gradient: vectors.gradient!.slice(),
      loss: scalars.loss!,
    },
  });
}

interface Progress {
  iteration: number;
  time: number;
  snapshotIndex: number;
  finished: boolean;
  point: FlowPoint;
}

function flowSolver(
  flow: GradientFlow,
  method: StepMethod,
  { stopLoss, snapshotTime }: FlowSolverOptions,
  progress: Progress,
): FlowSolver {
  /** Snapshots up to the fraction `end` of a step that began at `progress.time`. */
  const snapshotsIn = async (ends: StepEnds<Float64Array>, end: number): Promise<FlowSnapshot[]> => {
    const snapshots: FlowSnapshot[] = [];
    for (;;) {
      const time = snapshotTime(progress.snapshotIndex);
      const fraction = (time - progress.time) / ends.stepSize;
      if (fraction > end) return snapshots;
      const parameters = new Float64Array(flow.parameterCount);
      interpolateParameters(ends, fraction, parameters);
      const loss = await flow.value(parameters);
      snapshots.push({ index: progress.snapshotIndex++, time, loss, parameters });
    }
  };

  const record = (step: AcceptedStep, part: number): FlowStepRecord => ({
    iteration: progress.iteration,
    time: progress.time,
    loss: progress.point.loss,
    stepSize: part * step.stepSize,
    stages: step.stages,
    spectralRadius: step.spectralRadius,
    errorEstimate: step.errorEstimate,
    rejected: step.rejected,
    gradients: method.gradients,
    products: method.products,
  });

  return {
    get iteration() {
      return progress.iteration;
    },
    get time() {
      return progress.time;
    },
    get loss() {
      return progress.point.loss;
    },
    get parameters() {
      return progress.point.parameters;
    },
    get finished() {
      return progress.finished;
    },

    async step() {
      const from = progress.point;
      const accepted = await method.step(from);
      const { next, stepSize } = accepted;
      const ends = {
        before: from.parameters,
        after: next.parameters,
        gradientBefore: from.gradient,
        gradientAfter: next.gradient,
        stepSize,
      };
      const finished = next.loss <= stopLoss;
      let part = 1;
      let point = next;
      if (finished) {
        const parameters = new Float64Array(flow.parameterCount);
        const losses = {
          before: from.loss,
          after: next.loss,
          gradientBefore: squaredNorm(from.gradient),
          gradientAfter: squaredNorm(next.gradient),
          stepSize,
        };
        const crossing = await stopCrossing(flow, ends, losses, stopLoss, parameters);
        part = crossing.fraction;
        point = { parameters, gradient: next.gradient, loss: crossing.loss };
      }
      const snapshots = await snapshotsIn(ends, part);
      progress.iteration++;
      progress.time += part * stepSize;
      progress.point = point;
      progress.finished = finished;
      return { record: record(accepted, part), snapshots, finished };
    },

    save() {
      const own = method.save();
      return {
        scalars: {
          ...own.scalars,
          iteration: progress.iteration,
          time: progress.time,
          loss: progress.point.loss,
          snapshotIndex: progress.snapshotIndex,
          finished: progress.finished ? 1 : 0,
        },
        vectors: {
          ...own.vectors,
          parameters: progress.point.parameters.slice(),
          gradient: progress.point.gradient.slice(),
        },
      };
    },
  };
}

function squaredNorm(vector: Float64Array): number {
  let sum = 0;
  for (const entry of vector) sum += entry * entry;
  return sum;
}
