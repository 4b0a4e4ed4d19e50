import { describe, expect, it } from 'vitest';
import { searchStart, spectrumEnds, splitError } from '../../../../src/numerics/decomposition/spectrum.ts';
import type { BlockProduct } from '../../../../src/numerics/network/block-product.ts';
import { createRandom } from '../../../../src/numerics/random.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';

const size = 40;
const multiples = (factor: (i: number) => number): BlockProduct => {
  return (directions, results) => {
    for (let i = 0; i < size; i++) results.data[i] = factor(i) * directions.data[i]!;
    return Promise.resolve();
  };
};
const products = {
  hessian: multiples((i) => 8 - i / 4),
  'gauss-newton': multiples((i) => 7 - i / 8),
  residual: multiples((i) => 1 - i / 8),
};

describe('spectrumEnds', () => {
  it('finds λ_max of the Hessian and of G and both ends of H', async () => {
    const start = new Float64Array(size);
    createRandom(1, 'test').fillGaussian(start);
    const ends = await spectrumEnds(await openBlas(), products, 1e-9, start);
    expect(ends.hessian.largest).toBeCloseTo(8, 8);
    expect(ends.gaussNewton.largest).toBeCloseTo(7, 8);
    expect(ends.residual.largest).toBeCloseTo(1, 8);
    expect(ends.residual.smallest).toBeCloseTo(1 - 39 / 8, 8);
  });
});

describe('splitError', () => {
  it('is rounding where the Hessian is G + H', async () => {
    expect(await splitError(size, products, createRandom(1, 'test'))).toBeLessThan(1e-14);
  });

  it('shows a part that is too large', async () => {
    const wrong = { ...products, residual: multiples((i) => 1.001 * (1 - i / 8)) };
    expect(await splitError(size, wrong, createRandom(1, 'test'))).toBeGreaterThan(1e-4);
  });
});

describe('searchStart', () => {
  it('has a part along the gradient as long as its random part, and is random where the gradient is zero', async () => {
    const ops = await openBlas();
    const gradient = new Float64Array(1000);
    gradient[0] = 1e-9;
    const start = await searchStart(ops, gradient, createRandom(1, 'test'));
    const random = await searchStart(ops, new Float64Array(1000), createRandom(1, 'test'));
    expect(start[0]! - random[0]!).toBeCloseTo(1, 12);
    expect(start.subarray(1)).toEqual(random.subarray(1));
    expect(random.reduce((sum, x) => sum + x * x, 0)).toBeCloseTo(1, 12);
  });
});
