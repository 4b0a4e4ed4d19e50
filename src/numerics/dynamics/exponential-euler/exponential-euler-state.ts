import { z } from 'zod';
import type { TrainingLoss } from '../../network/training-loss.ts';
import { createRandom } from '../../random.ts';
import { parseState, vector } from '../parse-state.ts';
import { eigenpairCount } from './exponential-euler-settings.ts';
import type { ExponentialEulerSettings } from './exponential-euler-settings.ts';

const schema = z.strictObject({
  solver: z.literal('exponential-euler'),
  iteration: z.int().nonnegative(),
  time: z.number().nonnegative(),
  /** θ [P]. */
  parameters: vector,
  /** Start block of the eigensolver [k+1+guards, P]. */
  block: vector,
  /** Eigenvectors from which the next prediction is made [k+1, P]. */
  previous: vector,
  /** Whether the last search ended after one product, so that the guards may rest. */
  settled: z.boolean(),
  /** Whether this iteration is the first at or after the time of a snapshot. */
  due: z.boolean(),
  random: z.array(z.int()).readonly(),
});

/** What continues a training by exponential Euler: bit for bit the same from here on. */
export type ExponentialEulerState = Readonly<z.infer<typeof schema>>;

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
  const { pairs, width } = eigenpairCount(loss, settings);
  const block = new Float64Array(width * loss.parameterCount);
  random.fillGaussian(block);
  // Rows of norm about 1: the solver takes its start block for nearly orthonormal.
  const scale = 1 / Math.sqrt(loss.parameterCount);
  for (let index = 0; index < block.length; index++) block[index]! *= scale;
  return {
    solver: 'exponential-euler',
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
 * Reads a state that this solver saved.
 * @param saved what came out of a checkpoint
 * @param loss the training loss
 * @param settings of the solver
 * @returns the state; shares the memory of `saved`
 * @throws {RangeError} when it is not such a state, or one of another network
 */
export function parseExponentialEulerState(
  saved: unknown,
  loss: TrainingLoss,
  settings: ExponentialEulerSettings,
): ExponentialEulerState {
  const size = loss.parameterCount;
  const { pairs, width } = eigenpairCount(loss, settings);
  return parseState('exponential-euler', schema, saved, {
    parameters: size,
    block: width * size,
    previous: pairs * size,
  });
}
