import { describe, expect, it } from 'vitest';
import { ritzBasis } from '../../../../src/numerics/eigen/ritz-basis.ts';
import { rowsOf, zeros } from '../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';
import { gaussianRows, overlap, spectralMatrix } from './spectral-matrix.ts';

const ops = await openBlas();
const values = Array.from({ length: 60 }, (_, index) => (index % 2 ? -1 : 1) * 1.1 ** index);

describe('ritzBasis', () => {
  it.each([
    ['nearly orthonormal rows, which it does not form', 1],
    ['ill-conditioned rows, which it orthonormalises', 1e-7],
  ])('begins with %s', async (_, size) => {
    const { product } = spectralMatrix(values);
    const basis = ritzBasis(ops, 60, { pairs: 2, keep: 4, capacity: 12 });
    const start = gaussianRows(4, 60);
    const [first, second] = [rowsOf(start, 0, 1).data, rowsOf(start, 1, 1).data];
    for (let index = 0; index < 60; index++)
      second[index] = first[index]! * (1 - size) + size * second[index]!;
    await basis.begin(product, start);
    const norms = await basis.examine();
    expect(overlap(basis.leading, basis.leading)).toBeLessThan(1e-14);
    const images = zeros(2, 60);
    await product(basis.leading, images);
    for (let pair = 0; pair < 2; pair++) {
      const [v, w] = [rowsOf(basis.leading, pair, 1).data, rowsOf(images, pair, 1).data];
      const residual = w.map((value, index) => value - basis.ritz().values[pair]! * v[index]!);
      expect(norms[pair]! / Math.hypot(...residual)).toBeCloseTo(1, 8);
      expect(v.reduce((sum, value, index) => sum + value * w[index]!, 0)).toBeCloseTo(
        basis.ritz().values[pair]!,
        8,
      );
    }
  });

  it('grows, restarts when full, and never loses the best Ritz values', async () => {
    const { product } = spectralMatrix(values);
    const basis = ritzBasis(ops, 60, { pairs: 2, keep: 5, capacity: 9 });
    await basis.begin(product, gaussianRows(3, 60));
    let best = 0;
    for (let round = 0; round < 12; round++) {
      const found = Math.abs(basis.ritz().values[0]!);
      expect(found).toBeGreaterThanOrEqual(best * (1 - 1e-12));
      best = found;
      await basis.examine();
      const candidates = await basis.candidates(2);
      candidates.data.set(basis.leadingImages.data);
      expect(await basis.extend(product, candidates)).toBe(2);
      expect(basis.order).toBeLessThanOrEqual(9);
    }
    expect(best).toBeGreaterThan(0.99 * Math.abs(values[59]!));
    await basis.examine();
    expect(overlap(basis.leading, basis.leading)).toBeLessThan(1e-12);
    const images = zeros(3, 60);
    await basis.combineImages(1, images);
    expect(images.data.slice(0, 60)).toEqual(basis.leadingImages.data.slice(60));
  });

  it('takes in nothing that it already spans', async () => {
    const { product } = spectralMatrix(values);
    const basis = ritzBasis(ops, 60, { pairs: 2, keep: 4, capacity: 12 });
    const start = gaussianRows(3, 60);
    await basis.begin(product, start);
    const candidates = await basis.candidates(1);
    candidates.data.set(rowsOf(start, 1, 1).data);
    expect(await basis.extend(product, candidates)).toBe(0);
    expect(basis.order).toBe(3);
  });
});
