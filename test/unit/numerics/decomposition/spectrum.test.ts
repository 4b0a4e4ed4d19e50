import { describe, expect, it } from 'vitest';
import {
  auditSpectrum,
  searchStart,
  spectrumEnds,
  splitError,
  type CurvatureSpace,
} from '../../../../src/numerics/decomposition/spectrum.ts';
import type { BlockProduct } from '../../../../src/numerics/network/block-product.ts';
import { createRandom } from '../../../../src/numerics/random.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';

const ops = await openBlas();
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
const gaussian = (purpose: string) => {
  const vector = new Float64Array(size);
  createRandom(1, purpose).fillGaussian(vector);
  return vector;
};
const space = (gradient = gaussian('gradient'), random = gaussian('test')): CurvatureSpace<Float64Array> => {
  const vector = () => new Float64Array(random.length);
  const memory = { start: vector(), vectors: [vector(), vector(), vector()] };
  return { ops, products, gradient, random, memory };
};
const unit = (index: number) => Float64Array.from({ length: size }, (_, i) => Number(i === index));

describe('spectrumEnds', () => {
  it('finds λ_max of the Hessian and of G and both ends of H', async () => {
    const ends = await spectrumEnds(space(), 1e-9, { value: 7, vector: unit(0) });
    expect(ends.hessian.largest).toBeCloseTo(8, 8);
    expect(ends.gaussNewton.largest).toBe(7);
    expect(ends.residual.largest).toBeCloseTo(1, 8);
    expect(ends.residual.smallest).toBeCloseTo(1 - 39 / 8, 8);
  });

  it('finds them where gradient and top vector of G are other eigenvectors, orthogonal to those looked for', async () => {
    for (const nearly of [0, 1e-6]) {
      const wrong = unit(1);
      wrong[0] = nearly;
      const ends = await spectrumEnds(space(wrong), 1e-9, { value: 7, vector: wrong });
      expect(ends.hessian.largest).toBeCloseTo(8, 8);
      expect(ends.residual.largest).toBeCloseTo(1, 8);
      expect(ends.residual.smallest).toBeCloseTo(1 - 39 / 8, 8);
    }
  });
});

describe('auditSpectrum', () => {
  const right = {
    hessian: { largest: 8 },
    gaussNewton: { largest: 7 },
    residual: { largest: 1, smallest: 1 - 39 / 8 },
  };

  it('confirms what is right', async () => {
    expect(await auditSpectrum(space(), 1e-9, right)).toMatchObject({ searches: 3, missed: 0 });
  });

  it('counts and repairs what was missed', async () => {
    const wrong = { ...right, hessian: { largest: 7.75 }, residual: { largest: 1, smallest: -3.75 } };
    const { ends, missed } = await auditSpectrum(space(), 1e-9, wrong);
    expect(missed).toBe(2);
    expect(ends.hessian.largest).toBeCloseTo(8, 8);
    expect(ends.residual.smallest).toBeCloseTo(1 - 39 / 8, 8);
  });
});

describe('splitError', () => {
  it('is rounding where the Hessian is G + H', async () => {
    expect(await splitError(products, gaussian('split'))).toBeLessThan(1e-14);
  });

  it('shows a part that is too large', async () => {
    const wrong = { ...products, residual: multiples((i) => 1.001 * (1 - i / 8)) };
    expect(await splitError(wrong, gaussian('split'))).toBeGreaterThan(1e-4);
  });

  it('is 0 where all three are 0, as at saturation', async () => {
    const none = multiples(() => 0);
    expect(await splitError({ hessian: none, 'gauss-newton': none, residual: none }, gaussian('split'))).toBe(
      0,
    );
  });
});

describe('searchStart', () => {
  it('has a part along the gradient as long as its random part, and is random where the gradient is zero', async () => {
    const wide = 1000;
    const numbers = new Float64Array(wide);
    createRandom(1, 'test').fillGaussian(numbers);
    const memory = { start: new Float64Array(wide), vectors: [] };
    const gradient = new Float64Array(wide);
    gradient[0] = 1e-9;
    const found = await searchStart({ ops, random: numbers, memory }, gradient);
    const start = found.start.slice();
    const random = await searchStart({ ops, random: numbers, memory }, new Float64Array(wide));
    expect(start[0]! - random.start[0]!).toBeCloseTo(1, 12);
    expect(start.subarray(1)).toEqual(random.start.subarray(1));
    expect(random.start.reduce((sum, x) => sum + x * x, 0)).toBeCloseTo(1, 12);
    expect([found.randomPart, random.randomPart]).toEqual([0.5, 1]);
  });
});
