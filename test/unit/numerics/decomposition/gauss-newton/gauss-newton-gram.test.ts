import { describe, expect, it } from 'vitest';
import { gaussNewtonGram } from '../../../../../src/numerics/decomposition/gauss-newton/gauss-newton-gram.ts';
import {
  blockProduct,
  initialize,
  symmetricEigen,
  trainingLoss,
  type Criterion,
} from '../../../../../src/numerics/index.ts';
import { createRandom } from '../../../../../src/numerics/random.ts';
import { matrix, zeros } from '../../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../../src/tensors/open-blas.ts';

const ops = await openBlas();

describe('gaussNewtonGram', () => {
  it.each<[string, number, number[], Criterion]>([
    ['widths that are not equal', 7, [4, 6, 3, 5, 3], { name: 'cross-entropy' }],
    ['one hidden layer and more outputs than samples', 3, [5, 4, 6], { name: 'mse', reduction: 'sum' }],
    ['one sample', 1, [2, 3, 2], { name: 'mse', reduction: 'mean' }],
    ['more samples than are multiplied together', 150, [3, 4, 2], { name: 'cross-entropy' }],
  ])(
    'has the eigenvalues of G, and leads back to its eigenvectors: %s',
    async (_, samples, widths, criterion) => {
      const network = { widths };
      const inputs = zeros(samples, widths[0]!);
      createRandom(1, 'inputs').fillGaussian(inputs.data);
      const labels = Int32Array.from({ length: samples }, (__, i) => i % widths.at(-1)!);
      const loss = trainingLoss(ops, { network, inputs, labels, criterion });
      const size = loss.parameterCount;
      const parameters = initialize(network, { init: 'xavier-normal', gain: 1.4 }, 1);
      await loss.gradient(parameters, new Float64Array(size));
      const point = loss.linearization();
      const { gram, direction } = await gaussNewtonGram(ops, network, point, point.pass.outputs, criterion);
      const identity = zeros(size, size);
      for (let i = 0; i < size; i++) identity.data[i * (size + 1)] = 1;
      const dense = zeros(size, size);
      await blockProduct(loss, 'gauss-newton')(identity, dense);
      const exact = symmetricEigen(dense.data, size).values;
      const { values, vectors } = symmetricEigen(gram.data, gram.rows);
      values.forEach((value, m) => {
        expect(Math.abs(value - (exact[m] ?? 0))).toBeLessThan(1e-12 * exact[0]!);
      });
      const vector = await direction(vectors.slice(0, gram.rows));
      const image = zeros(1, size);
      await blockProduct(loss, 'gauss-newton')(matrix(vector, 1, size), image);
      const scale = values[0]! * Math.max(...vector.map(Math.abs));
      image.data.forEach((value, i) => {
        expect(Math.abs(value - values[0]! * vector[i]!)).toBeLessThan(1e-11 * scale);
      });
    },
  );
});
