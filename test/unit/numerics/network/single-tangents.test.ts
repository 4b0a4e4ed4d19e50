import { describe, expect, it } from 'vitest';
import { curvatureProducts } from '../../../../src/numerics/network/block-product.ts';
import { singleTangents } from '../../../../src/numerics/network/single-tangents.ts';
import { initialize, trainingLoss } from '../../../../src/numerics/index.ts';
import { createRandom } from '../../../../src/numerics/random.ts';
import { matrix, zeros } from '../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';

const ops = await openBlas();
const network = { widths: [5, 12, 9, 3] };
const inputs = zeros(14, 5);
createRandom(1, 'inputs').fillGaussian(inputs.data);
const labels = Int32Array.from({ length: 14 }, (_, i) => i % 3);
const loss = trainingLoss(ops, { network, inputs, labels, criterion: { name: 'cross-entropy' } });
const parameters = (gain: number) => initialize(network, { init: 'xavier-normal', gain }, 1);

describe.skipIf(ops.single === undefined)('singleTangents', () => {
  it('gives the products of the last gradient in float32, at each θ anew', async () => {
    const { source, refresh } = singleTangents(loss, ops.single!);
    const size = loss.parameterCount;
    const direction = new Float64Array(size);
    createRandom(1, 'direction').fillGaussian(direction);
    for (const gain of [1, 1.5]) {
      await loss.gradient(parameters(gain), new Float64Array(size));
      expect(await refresh()).toBe(true);
      const [exact, single] = [curvatureProducts(loss), curvatureProducts(source)];
      for (const name of ['hessian', 'gauss-newton', 'residual'] as const) {
        const expected = zeros(1, size);
        await exact[name](matrix(direction, 1, size), expected);
        const result = matrix(new Float32Array(size), 1, size);
        await single[name](matrix(Float32Array.from(direction), 1, size), result);
        const scale = Math.max(...expected.data.map(Math.abs));
        const worst = Math.max(...expected.data.map((value, i) => Math.abs(value - result.data[i]!)));
        expect(worst / scale).toBeLessThan(1e-5);
      }
    }
  });

  it('refuses numbers beyond the range of float32: too large, or derivatives too small', async () => {
    const { refresh } = singleTangents(loss, ops.single!);
    const huge = parameters(1);
    huge[0] = 1e60;
    await loss.gradient(huge, new Float64Array(huge.length));
    expect(await refresh()).toBe(false);
    const certain = new Float64Array(huge.length);
    await loss.gradient(certain, new Float64Array(huge.length));
    expect(await refresh()).toBe(true);
    loss.linearization().delta.data.fill(1e-30);
    expect(await refresh()).toBe(false);
  });

  it('refuses activations that float32 takes for 0, which lie on neither side of the bend', async () => {
    const { refresh } = singleTangents(loss, ops.single!);
    for (const [gain, isWithin] of [
      [1e-12, true],
      [1e-30, false],
    ] as const) {
      await loss.gradient(parameters(gain), new Float64Array(loss.parameterCount));
      expect(await refresh()).toBe(isWithin);
    }
  });

  it('needs to be refreshed before products are formed', () => {
    const { source } = singleTangents(loss, ops.single!);
    expect(() => source.linearization()).toThrow(
      new Error('singleTangents: refresh before forming products'),
    );
  });
});
