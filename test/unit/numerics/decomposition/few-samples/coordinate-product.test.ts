import { describe, expect, it } from 'vitest';
import { coordinateProduct } from '../../../../../src/numerics/decomposition/few-samples/coordinate-product.ts';
import { sampleCoordinates } from '../../../../../src/numerics/decomposition/few-samples/sample-coordinates.ts';
import { blockProduct, initialize, trainingLoss } from '../../../../../src/numerics/index.ts';
import { createRandom } from '../../../../../src/numerics/random.ts';
import { matrix, zeros, type Matrix } from '../../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../../src/tensors/open-blas.ts';

const ops = await openBlas();
const network = { widths: [6, 20, 24, 21, 3] };

/** The third sample is the first once more, so that no layer has full rank, where `repeated`. */
async function lossOf(samples: number, repeated: boolean) {
  const inputs = zeros(samples, 6);
  createRandom(1, 'inputs').fillGaussian(inputs.data);
  if (repeated) inputs.data.copyWithin(12, 0, 6);
  const labels = Int32Array.from({ length: samples }, (_, i) => (i % 2) * 2);
  const loss = trainingLoss(ops, { network, inputs, labels, criterion: { name: 'cross-entropy' } });
  const gradient = new Float64Array(loss.parameterCount);
  await loss.gradient(initialize(network, { init: 'xavier-normal', gain: 1.4 }, 1), gradient);
  return { loss, gradient };
}

function gaussian(count: number, purpose: string): Matrix {
  const result = zeros(1, count);
  createRandom(1, purpose).fillGaussian(result.data);
  return result;
}

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);

describe('coordinateProduct', () => {
  it.each([
    ['hessian', 5, false],
    ['residual', 5, false],
    ['residual', 5, true],
  ] as const)(
    'are multiplied as parameters are: %s, %i samples, one of them twice: %s',
    async (curvature, samples, repeated) => {
      const { loss, gradient } = await lossOf(samples, repeated);
      const coordinates = await sampleCoordinates(ops, ops, network, loss.linearization());
      expect(coordinates.size).toBeLessThan(loss.parameterCount);
      const product = coordinateProduct(ops, loss, coordinates, curvature);
      const [a, b] = [gaussian(loss.parameterCount, 'a'), gaussian(loss.parameterCount, 'b')];
      const full = zeros(1, loss.parameterCount);
      await blockProduct(loss, curvature)(a, full);
      const projected = matrix(await coordinates.project(a.data), 1, coordinates.size);
      const image = zeros(1, coordinates.size);
      await product(projected, image);
      // The image lies in the span, so that its coordinates keep its length and its products with anything else.
      const expected = await coordinates.project(full.data);
      const length = Math.sqrt(dot(full.data, full.data));
      expect(Math.sqrt(dot(image.data, image.data)) / length).toBeCloseTo(1, 11);
      image.data.forEach((value, i) => {
        expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-11 * length);
      });
      const other = await coordinates.project(b.data);
      expect(Math.abs(dot(image.data, other) - dot(full.data, b.data))).toBeLessThan(1e-10 * length);
      // So does the gradient.
      const direction = await coordinates.project(gradient);
      expect(dot(direction, direction) / dot(gradient, gradient)).toBeCloseTo(1, 11);
    },
  );
});
