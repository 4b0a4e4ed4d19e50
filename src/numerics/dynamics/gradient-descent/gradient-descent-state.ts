import { z } from 'zod';
import { followSharpness } from '../../eigen/follow-sharpness.ts';
import { sharpnessLengths, sharpnessState } from '../../eigen/sharpness-state.ts';
import { lossHessian } from '../../network/loss-hessian.ts';
import type { TrainingLoss } from '../../network/training-loss.ts';
import { parseState, vector } from '../parse-state.ts';

const schema = z.strictObject({
  solver: z.literal('gradient-descent'),
  iteration: z.int().nonnegative(),
  /** θ [P]. */
  parameters: vector,
  /** Whether this iteration is the first at or after the time of a snapshot. */
  due: z.boolean(),
  ...sharpnessState.shape,
});

/** What continues a training by gradient descent: bit for bit the same from here on. */
export type GradientDescentState = Readonly<z.infer<typeof schema>>;

/**
 * Starts a training at θ_0.
 * @param loss the training loss
 * @param parameters θ_0 [P]; copied
 * @param seed of the random start of the search for λ_1
 * @returns the state at iteration 0
 */
export function startGradientDescent(
  loss: TrainingLoss,
  parameters: Float64Array,
  seed: number,
): GradientDescentState {
  const sharpness = followSharpness(loss.ops, loss.parameterCount, lossHessian(loss), seed);
  return {
    solver: 'gradient-descent',
    iteration: 0,
    parameters: parameters.slice(),
    due: true,
    ...sharpness.save(),
  };
}

/**
 * Reads a state that this solver saved.
 * @param saved what came out of a checkpoint
 * @param loss the training loss
 * @returns the state; shares the memory of `saved`
 * @throws {RangeError} when it is not such a state, or one of another network
 */
export function parseGradientDescentState(saved: unknown, loss: TrainingLoss): GradientDescentState {
  const size = loss.parameterCount;
  return parseState('gradient-descent', schema, saved, {
    parameters: size,
    ...sharpnessLengths(size, saved),
  });
}
