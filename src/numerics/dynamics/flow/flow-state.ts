import { z } from 'zod';
import type { TrainingLoss } from '../../network/training-loss.ts';
import { sharpnessLengths, sharpnessState } from '../../eigen/sharpness-state.ts';
import { parseState, vector } from '../parse-state.ts';
import type { StepMethodState } from '../runge-kutta/step-method.ts';

/** Where a flow begins, before anything is evaluated. */
export interface FlowStart {
  /** The one-step method. */
  readonly solver: FlowSolver;
  readonly steps: 0;
  readonly time: 0;
  /** θ_0 [P]. */
  readonly parameters: Float64Array;
  readonly snapshotIndex: 0;
  /** The norm of parameters that the method's errors are measured against. */
  readonly errorScale: number;
}

/** What continues an integration, bit for bit the same from here on. */
export interface FlowState extends Omit<FlowStart, 'steps' | 'time' | 'snapshotIndex'>, StepMethodState {
  /** Steps taken. */
  readonly steps: number;
  readonly time: number;
  /** ∇L(θ) [P] and L(θ). */
  readonly gradient: Float64Array;
  readonly loss: number;
  /** Number of the next snapshot in the schedule. */
  readonly snapshotIndex: number;
}

const flowSolver = z.enum(['stabilized-rk', 'dormand-prince']);

/** The one-step methods along a flow. */
export type FlowSolver = z.infer<typeof flowSolver>;

const schema = z.strictObject({
  solver: flowSolver,
  steps: z.int().nonnegative(),
  time: z.number().nonnegative(),
  parameters: vector,
  gradient: vector,
  loss: z.number(),
  snapshotIndex: z.int().positive(),
  errorScale: z.number().positive(),
  gradients: z.int().positive(),
  products: z.int().nonnegative(),
  nextStep: z.number().positive().exactOptional(),
  lastStep: z.number().positive().exactOptional(),
  lastError: z.number().positive().exactOptional(),
  outliersFrom: z.number().positive().exactOptional(),
  ...sharpnessState.shape,
}) satisfies z.ZodType<FlowState>;

/**
 * Reads a state that an integration saved.
 * @param saved what came out of a checkpoint
 * @param solver the method that is to go on
 * @param loss the training loss
 * @returns the state; shares the memory of `saved`
 * @throws {RangeError} when it is not such a state, or one of another method or network
 */
export function parseFlowState(saved: unknown, solver: FlowSolver, loss: TrainingLoss): FlowState {
  const size = loss.parameterCount;
  return parseState(solver, schema.extend({ solver: z.literal(solver) }), saved, {
    parameters: size,
    gradient: size,
    ...sharpnessLengths(size, saved),
  });
}
