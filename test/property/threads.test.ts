import { afterAll, describe, expect, it } from 'vitest';
import {
  architecture,
  blockProduct,
  createRandom,
  initialize,
  parameterCount,
  trainingLoss,
} from '../../src/numerics/index.ts';
import { matrix, zeros } from '../../src/tensors/matrix.ts';
import { openBlas } from '../../src/tensors/open-blas.ts';
import { relativeDifference } from '../golden/reference-network.ts';

// Large enough for a BLAS to share a product among its threads.
const [samples, inputCount, width, directions] = [390, 384, 96, 2];
const network = architecture(inputCount, 4, width, 3);
const count = parameterCount(network);

/** Gradient and products of two directions with the Hessian, one after the other. */
async function numbersWith(threads: number, library?: string): Promise<Float64Array> {
  const ops = await openBlas({ threads, ...(library !== undefined && { library }) });
  const random = createRandom(1, 'threads');
  const inputs = zeros(samples, inputCount);
  random.fillGaussian(inputs.data);
  const labels = Int32Array.from({ length: samples }, (_, sample) => sample % 3);
  const loss = trainingLoss(ops, { network, inputs, labels, criterion: { name: 'cross-entropy' } });
  const parameters = initialize(network, { init: 'xavier-normal', gain: Math.SQRT2 }, 1);
  const numbers = new Float64Array((1 + directions) * count);
  await loss.gradient(parameters, numbers.subarray(0, count));
  const block = zeros(directions, count);
  random.fillGaussian(block.data);
  await blockProduct(loss, 'hessian')(block, matrix(numbers.subarray(count), directions, count));
  return numbers;
}

afterAll(async () => {
  await openBlas({ threads: 1 });
});

describe.each([undefined, 'none'])('gradient and products by the BLAS %s', (library) => {
  it('agree to rounding whatever the number of threads', async () => {
    const one = await numbersWith(1, library);
    for (const threads of [2, 3])
      expect(relativeDifference(await numbersWith(threads, library), one)).toBeLessThan(1e-13);
  });

  it.each([1, 2])('have the same bits each time with %i threads', async (threads) => {
    expect(await numbersWith(threads, library)).toEqual(await numbersWith(threads, library));
  });
});
