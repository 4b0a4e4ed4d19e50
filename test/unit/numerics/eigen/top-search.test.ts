import { expect, it } from 'vitest';
import { noVectors, withPairs } from '../../../../src/numerics/eigen/search-vectors.ts';
import { topSearch } from '../../../../src/numerics/eigen/top-search.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';
import { spectralMatrix } from './spectral-matrix.ts';

const ops = await openBlas();
const values = [30, -25, 20, ...Array.from({ length: 197 }, (_, index) => 5 * Math.cos(index))];

it('finds as many eigenvalues as it is told to, from nothing', async () => {
  const search = topSearch(ops, 200, 3, spectralMatrix(values).product, withPairs(noVectors(200, 1), 200, 3));
  const { values: found, norms } = await search.solve(true, 12, 0);
  for (const index of [0, 1, 2]) {
    expect(found[index]! / values[index]!).toBeCloseTo(1, 3);
    expect(norms[index]).toBeLessThanOrEqual(0.02 * 30);
  }
});

it('says its precision, and hands its vectors over in float64', async () => {
  const h = spectralMatrix(values);
  const search = topSearch(ops, 200, 1, h.product, noVectors(200, 1));
  expect(search.precision).toBe('float64');
  await search.solve(true, 12, 0);
  const vectors = search.vectors();
  expect(vectors.previous).toEqual(search.previous());
  const single = topSearch(ops.single!, 200, 1, () => Promise.resolve(), vectors);
  expect(single.precision).toBe('float32');
  expect(single.previous()).toEqual(vectors.previous.map(Math.fround));
});

it('puts back what later searches start from', async () => {
  const search = topSearch(ops, 200, 1, spectralMatrix(values).product, noVectors(200, 1));
  await search.solve(true, 12, 0);
  const before = search.vectors();
  const putBack = search.keep();
  await search.solve(true, 4, 1);
  expect(search.vectors()).not.toEqual(before);
  putBack();
  expect(search.vectors()).toEqual(before);
});
