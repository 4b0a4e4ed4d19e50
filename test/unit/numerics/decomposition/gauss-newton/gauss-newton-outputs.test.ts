import { describe, expect, it } from 'vitest';
import { gaussNewtonGram } from '../../../../../src/numerics/decomposition/gauss-newton/gauss-newton-gram.ts';
import { gaussNewtonOutputs } from '../../../../../src/numerics/decomposition/gauss-newton/gauss-newton-outputs.ts';
import { initialize, trainingLoss, type Criterion } from '../../../../../src/numerics/index.ts';
import { createRandom } from '../../../../../src/numerics/random.ts';
import { zeros } from '../../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../../src/tensors/open-blas.ts';

const ops = await openBlas();

describe('gaussNewtonOutputs', () => {
  it.each<[string, number, number[], Criterion]>([
    ['widths that are not equal', 7, [4, 6, 3, 5, 3], { name: 'cross-entropy' }],
    ['one hidden layer and more outputs than samples', 3, [5, 4, 6], { name: 'mse', reduction: 'sum' }],
    ['one sample', 1, [2, 3, 2], { name: 'mse', reduction: 'mean' }],
    ['samples more than twice the width', 40, [3, 4, 5, 2], { name: 'cross-entropy' }],
  ])(
    'multiplies by the Gram matrix, and leads back to parameters as it does: %s',
    async (_, samples, widths, criterion) => {
      const network = { widths };
      const inputs = zeros(samples, widths[0]!);
      createRandom(1, 'inputs').fillGaussian(inputs.data);
      const labels = Int32Array.from({ length: samples }, (__, i) => i % widths.at(-1)!);
      const loss = trainingLoss(ops, { network, inputs, labels, criterion });
      const parameters = initialize(network, { init: 'xavier-normal', gain: 1.4 }, 1);
      await loss.gradient(parameters, new Float64Array(loss.parameterCount));
      const point = loss.linearization();
      const formed = await gaussNewtonGram(ops, network, point, point.pass.outputs, criterion);
      const { product, direction } = await gaussNewtonOutputs(
        ops,
        network,
        point,
        point.pass.outputs,
        criterion,
      );
      const order = formed.gram.rows;
      const vectors = zeros(2, order);
      createRandom(1, 'vectors').fillGaussian(vectors.data);
      const [expected, found] = [zeros(2, order), zeros(2, order)];
      await ops.gemm(vectors, formed.gram, expected);
      await product(vectors, found);
      const largest = Math.max(...expected.data.map(Math.abs));
      found.data.forEach((value, i) => {
        expect(Math.abs(value - expected.data[i]!)).toBeLessThan(1e-13 * largest);
      });
      const first = vectors.data.slice(0, order);
      const [way, sameWay] = [await direction(first), await formed.direction(first)];
      way.forEach((value, i) => {
        expect(value).toBeCloseTo(sameWay[i]!, 11);
      });
    },
  );
});
