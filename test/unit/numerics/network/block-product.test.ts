import { describe, expect, it } from 'vitest';
import { blockProduct } from '../../../../src/numerics/network/block-product.ts';
import { trainingLoss } from '../../../../src/numerics/network/training-loss.ts';
import { createRandom } from '../../../../src/numerics/random.ts';
import { matrix, rowsOf, zeros } from '../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';
import { problemOf, readReference, relativeDifference } from '../../../golden/reference-network.ts';

const reference = readReference('deep-cross-entropy');

async function prepared(repeat = 1) {
  const problem = problemOf(reference);
  const samples = reference.inputs.length * repeat;
  const inputs = matrix(
    Float64Array.from({ length: samples * 9 }, (_, index) => problem.inputs.data[index % (24 * 9)]!),
    samples,
    9,
  );
  const labels = Int32Array.from({ length: samples }, (_, sample) => problem.labels[sample % 24]!);
  const loss = trainingLoss(await openBlas(), { ...problem, inputs, labels });
  await loss.gradient(Float64Array.from(reference.theta0), new Float64Array(loss.parameterCount));
  return loss;
}

describe('blockProduct', () => {
  it.each(['hessian', 'gauss-newton', 'residual'] as const)(
    'multiplies many directions by %s as it multiplies each alone',
    async (curvature) => {
      const loss = await prepared();
      const product = blockProduct(loss, curvature);
      // More than are taken together: 512 / 24 = 21.
      const directions = zeros(45, loss.parameterCount);
      createRandom(1, 'directions').fillGaussian(directions.data);
      const results = zeros(45, loss.parameterCount);
      await product(directions, results);
      const single = zeros(1, loss.parameterCount);
      for (const row of [0, 20, 21, 44]) {
        await product(rowsOf(directions, row, 1), single);
        expect(relativeDifference(rowsOf(results, row, 1).data, single.data)).toBeLessThan(1e-14);
      }
    },
  );

  it('takes one direction at a time where samples are many', async () => {
    const [few, many] = [await prepared(), await prepared(30)];
    const directions = zeros(3, few.parameterCount);
    createRandom(2, 'directions').fillGaussian(directions.data);
    const [expected, results] = [zeros(3, few.parameterCount), zeros(3, few.parameterCount)];
    await blockProduct(few, 'hessian')(directions, expected);
    await blockProduct(many, 'hessian')(directions, results);
    // The mean over thirty copies of the samples is the mean over one.
    expect(relativeDifference(results.data, expected.data)).toBeLessThan(1e-13);
  });

  it('refuses to multiply before the gradient is known', async () => {
    const loss = trainingLoss(await openBlas(), problemOf(reference));
    await expect(blockProduct(loss, 'hessian')(zeros(1, 395), zeros(1, 395))).rejects.toThrow(
      'trainingLoss: evaluate the gradient at θ before forming products',
    );
  });
});
