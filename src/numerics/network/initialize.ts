import { createRandom } from '../random.ts';
import { layerBlocks, parameterCount } from './architecture.ts';
import type { Architecture } from './architecture.ts';

/** How weights are drawn; `gain` is √2 in the paper (reading R3). */
export interface Initialization {
  readonly init: 'xavier-normal' | 'xavier-uniform';
  readonly gain: number;
}

/**
 * Draws the parameters θ_0 (Xavier initialisation, section 3 of the paper, reading R3).
 *
 * The standard deviation of a weight is gain·√(2/(n_{i−1}+n_i)) for both distributions; biases are 0.
 * @param network the network's widths
 * @param initialization distribution and gain
 * @param seed the network seed
 * @returns θ_0 [P], new memory
 */
export function initialize(
  network: Architecture,
  initialization: Initialization,
  seed: number,
): Float64Array {
  const parameters = new Float64Array(parameterCount(network));
  const random = createRandom(seed, 'network');
  for (const { weight } of layerBlocks(network, parameters)) {
    const deviation = initialization.gain * Math.sqrt(2 / (weight.rows + weight.columns));
    const { data } = weight;
    if (initialization.init === 'xavier-normal') {
      random.fillGaussian(data);
      for (let index = 0; index < data.length; index++) data[index]! *= deviation;
    } else {
      const bound = deviation * Math.sqrt(3);
      for (let index = 0; index < data.length; index++) data[index] = bound * (2 * random.uniform() - 1);
    }
  }
  return parameters;
}
