import { describe, expect, it } from 'vitest';
import { auditNorms } from '../../../../src/numerics/decomposition/norm-audit.ts';
import { layerwiseNorms } from '../../../../src/numerics/decomposition/sample-norms.ts';
import { allocateForward, forward, initialize, layerBlocks } from '../../../../src/numerics/index.ts';
import { createRandom } from '../../../../src/numerics/random.ts';
import { zeros } from '../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';
import { recycledOps } from '../../../../src/tensors/recycled-ops.ts';

const ops = recycledOps(await openBlas());
const network = { widths: [5, 24, 24, 20, 3] };
const layers = layerBlocks(network, initialize(network, { init: 'xavier-normal', gain: 1.4 }, 1));
const inputs = zeros(20, 5);
createRandom(1, 'inputs').fillGaussian(inputs.data);
const pass = await forward(ops, layers, allocateForward(network, inputs));
const accuracy = { tolerance: 1e-8, denseLimit: 0 };

describe('auditNorms', () => {
  it('looks at an eighth of the samples, rounded up, and confirms what is right', async () => {
    const layerwiseJacobian = await layerwiseNorms(ops, layers, pass, accuracy);
    const before = layerwiseJacobian.map((norm) => norm.slice());
    expect(await auditNorms(ops, layers, pass, accuracy, { layerwiseJacobian })).toEqual({
      searches: 9,
      missed: 0,
    });
    layerwiseJacobian.forEach((norm, i) => {
      norm.forEach((value, sample) => {
        expect(Math.abs(value / before[i]![sample]! - 1)).toBeLessThan(1e-8);
      });
    });
  });

  it('counts a norm that was missed, looks at all samples then, and repairs every one', async () => {
    const layerwiseJacobian = await layerwiseNorms(ops, layers, pass, accuracy);
    const right = [layerwiseJacobian[1]![2]!, layerwiseJacobian[2]![17]!];
    layerwiseJacobian[1]![2]! *= 0.99;
    layerwiseJacobian[2]![17]! *= 0.99;
    const { searches, missed } = await auditNorms(ops, layers, pass, accuracy, { layerwiseJacobian });
    expect([searches, missed]).toEqual([60, 2]);
    expect(layerwiseJacobian[1]![2]! / right[0]!).toBeCloseTo(1, 7);
    expect(layerwiseJacobian[2]![17]! / right[1]!).toBeCloseTo(1, 7);
  });
});
