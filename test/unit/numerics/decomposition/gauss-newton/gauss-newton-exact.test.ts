import { describe, expect, it } from 'vitest';
import {
  gaussNewtonExact,
  gramPays,
} from '../../../../../src/numerics/decomposition/gauss-newton/gauss-newton-exact.ts';
import {
  blockProduct,
  initialize,
  symmetricEigenvalues,
  trainingLoss,
} from '../../../../../src/numerics/index.ts';
import { createRandom } from '../../../../../src/numerics/random.ts';
import { zeros } from '../../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../../src/tensors/open-blas.ts';

const ops = await openBlas();
const criterion = { name: 'cross-entropy' } as const;

describe('gaussNewtonExact', () => {
  // By all eigenvalues, and by Lanczos on the Gram matrix; with small gains the spectrum is crowded.
  it.each([
    [20, 0.1],
    [20, 1.4],
    [60, 0.1],
    [60, 1.4],
  ])('is λ_1(G) of dense algebra for %i samples and gain %d', async (samples, gain) => {
    const network = { widths: [6, 8, 8, 3] };
    const inputs = zeros(samples, 6);
    createRandom(1, 'inputs').fillGaussian(inputs.data);
    const labels = Int32Array.from({ length: samples }, (_, i) => i % 3);
    const loss = trainingLoss(ops, { network, inputs, labels, criterion });
    const size = loss.parameterCount;
    await loss.gradient(initialize(network, { init: 'xavier-normal', gain }, 1), new Float64Array(size));
    const point = loss.linearization();
    const found = await gaussNewtonExact(ops, network, point, point.pass.outputs, criterion, 1e-10);
    const identity = zeros(size, size);
    for (let i = 0; i < size; i++) identity.data[i * (size + 1)] = 1;
    const dense = zeros(size, size);
    await blockProduct(loss, 'gauss-newton')(identity, dense);
    expect(Math.abs(found.value / symmetricEigenvalues(dense.data, size)[0]! - 1)).toBeLessThan(1e-10);
  });
});

describe('gramPays', () => {
  it('forms small Gram matrices always, larger ones where a search would cost more, and never huge ones', () => {
    const widths = (inputs: number, classes: number) => ({ widths: [inputs, 512, 512, classes] });
    expect(gramPays(widths(60, 3), 60)).toBe('float64');
    expect(gramPays(widths(256, 3), 480)).toBe('float32');
    expect(gramPays(widths(256, 3), 960)).toBe('float32');
    expect(gramPays(widths(390, 10), 390)).toBeUndefined();
    expect(gramPays({ widths: [6, 8, 3] }, 100)).toBe('float64');
    expect(gramPays({ widths: [6, 3] }, 100_000)).toBeUndefined();
  });
});
