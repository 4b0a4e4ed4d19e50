import { describe, expect, it } from 'vitest';
import { spectrumEnds, splitError } from '../../../../src/numerics/decomposition/spectrum.ts';
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
    const ends = await spectrumEnds(await openBlas(), size, products, 1e-9, createRandom(1, 'test'));
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
