import { describe, expect, it } from 'vitest';
import { sampleNorms } from '../../../../src/numerics/decomposition/sample-norms.ts';
import { initialize, layerBlocks } from '../../../../src/numerics/index.ts';
import { createRandom } from '../../../../src/numerics/random.ts';
import { rowsOf, zeros } from '../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';

const ops = await openBlas();
const criterion = { name: 'cross-entropy' } as const;

describe('sampleNorms', () => {
  it('gives a linear layer with MSE its closed form: ‖K‖² = 2(1 + ‖x‖²) for every sample', async () => {
    const network = { widths: [3, 2] };
    const inputs = { rows: 2, columns: 3, data: Float64Array.of(1, 2, 2, 0, 0, 1) };
    const layers = layerBlocks(network, new Float64Array(8));
    const norms = await sampleNorms(
      ops,
      network,
      layers,
      inputs,
      { name: 'mse', reduction: 'sum' },
      {
        tolerance: 1e-12,
      },
    );
    expect(Array.from(norms.activation[0]!)).toEqual([9, 1]);
    expect(norms.k[0]).toBeCloseTo(20, 12);
    expect(norms.k[1]).toBeCloseTo(4, 12);
    expect(norms.curvedJacobian[0]![0]).toBeCloseTo(2, 12);
    expect(norms.layerwiseJacobian).toEqual([]);
  });

  it('gives the same norms in batches as sample by sample', async () => {
    // Wide enough that 2000 samples of 8 classes take more than one batch.
    const network = { widths: [4, 300, 8] };
    const layers = layerBlocks(network, initialize(network, { init: 'xavier-normal', gain: 1 }, 3));
    const inputs = zeros(2000, 4);
    createRandom(5, 'inputs').fillGaussian(inputs.data);
    const all = await sampleNorms(ops, network, layers, inputs, criterion, { tolerance: 1e-10 });
    for (const sample of [0, 1746, 1747, 1748, 1999]) {
      const one = rowsOf(inputs, sample, 1);
      const single = await sampleNorms(ops, network, layers, one, criterion, { tolerance: 1e-10 });
      expect(Math.abs(all.k[sample]! / single.k[0]! - 1)).toBeLessThan(1e-12);
      expect(Math.abs(all.curvedJacobian[0]![sample]! / single.curvedJacobian[0]![0]! - 1)).toBeLessThan(
        1e-12,
      );
      expect(
        Math.abs(all.layerwiseJacobian[0]![sample]! / single.layerwiseJacobian[0]![0]! - 1),
      ).toBeLessThan(1e-12);
    }
  });

  it('stays positive and finite where every softmax is saturated', async () => {
    const network = { widths: [2, 6, 3] };
    const parameters = initialize(network, { init: 'xavier-normal', gain: 12 }, 1);
    const inputs = zeros(5, 2);
    createRandom(2, 'inputs').fillGaussian(inputs.data);
    const norms = await sampleNorms(ops, network, layerBlocks(network, parameters), inputs, criterion, {
      tolerance: 1e-10,
    });
    for (const norm of [...norms.k, ...norms.curvedJacobian.flatMap((list) => [...list])]) {
      expect(norm).toBeGreaterThan(0);
      expect(norm).toBeLessThan(Infinity);
    }
    expect(Math.min(...norms.curvedJacobian[1]!)).toBeLessThan(1e-20);
  });
});
