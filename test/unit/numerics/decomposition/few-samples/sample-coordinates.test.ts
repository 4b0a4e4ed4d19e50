import { describe, expect, it } from 'vitest';
import {
  coordinatesPay,
  sampleCoordinates,
} from '../../../../../src/numerics/decomposition/few-samples/sample-coordinates.ts';
import { initialize, layerBlocks, trainingLoss } from '../../../../../src/numerics/index.ts';
import { createRandom } from '../../../../../src/numerics/random.ts';
import { zeros } from '../../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../../src/tensors/open-blas.ts';

const ops = await openBlas();
const network = { widths: [6, 20, 24, 3] };
const inputs = zeros(4, 6);
createRandom(1, 'inputs').fillGaussian(inputs.data);
const labels = Int32Array.of(0, 1, 2, 0);
const loss = trainingLoss(ops, { network, inputs, labels, criterion: { name: 'cross-entropy' } });
const gradient = new Float64Array(loss.parameterCount);
await loss.gradient(initialize(network, { init: 'xavier-normal', gain: 1.4 }, 1), gradient);
const point = loss.linearization();
const { size, blocks, project } = await sampleCoordinates(ops, ops, network, point);

const squared = (vector: Float64Array) => vector.reduce((sum, x) => sum + x * x, 0);

/** A direction that is zero but for the weights of the second layer. */
async function secondLayer(fill: (weight: ReturnType<typeof zeros>) => Promise<void>): Promise<Float64Array> {
  const direction = new Float64Array(loss.parameterCount);
  await fill(layerBlocks(network, direction)[1]!.weight);
  return direction;
}

describe('coordinatesPay', () => {
  it('is true where samples are few beside the width of two hidden layers', () => {
    expect(coordinatesPay({ widths: [256, 512, 512, 3] }, 120)).toBe(true);
    expect(coordinatesPay({ widths: [256, 512, 512, 3] }, 240)).toBe(false);
    expect(coordinatesPay({ widths: [256, 512, 3] }, 60)).toBe(false);
  });
});

describe('sampleCoordinates', () => {
  it('spans the hidden layer alone, with D rows of either side', () => {
    expect(size).toBe(6 * 20 + 20 + 4 * (20 + 24) + 24 + 24 * 3 + 3);
    expect(blocks(new Float64Array(size)).map(({ bases }) => bases !== undefined)).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('keeps the length of what samples see, and both parts of it', async () => {
    const p = zeros(4, 24);
    createRandom(1, 'p').fillGaussian(p.data);
    const q = zeros(20, 4);
    createRandom(1, 'q').fillGaussian(q.data);
    const seen = await secondLayer(async (weight) => {
      await ops.gemm(point.pass.activations[1]!, p, weight, { transposeA: true });
      await ops.gemm(q, point.deltas[1]!, weight, { beta: 1 });
    });
    expect(squared(await project(seen)) / squared(seen)).toBeCloseTo(1, 11);
    expect(squared(await project(gradient)) / squared(gradient)).toBeCloseTo(1, 11);
  });

  it('leaves out what no sample sees', async () => {
    const x = point.pass.activations[1]!;
    // (I − UᵀU) V (I − WᵀW), from the bases themselves.
    const { bases } = blocks(new Float64Array(size))[1]!;
    const unseen = await secondLayer(async (weight) => {
      createRandom(1, 'v').fillGaussian(weight.data);
      const left = zeros(4, 24);
      await ops.gemm(bases!.inputBasis, weight, left);
      await ops.gemm(bases!.inputBasis, left, weight, { transposeA: true, alpha: -1, beta: 1 });
      const right = zeros(20, 4);
      await ops.gemm(weight, bases!.deltaBasis, right, { transposeB: true });
      await ops.gemm(right, bases!.deltaBasis, weight, { alpha: -1, beta: 1 });
    });
    const effect = zeros(4, 24);
    await ops.gemm(x, layerBlocks(network, unseen)[1]!.weight, effect);
    expect(Math.max(...effect.data.map(Math.abs))).toBeLessThan(1e-12);
    expect(squared(unseen)).toBeGreaterThan(100);
    expect(squared(await project(unseen))).toBeLessThan(1e-20);
  });
});
