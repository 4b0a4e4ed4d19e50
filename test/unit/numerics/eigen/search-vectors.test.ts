import { describe, expect, it } from 'vitest';
import {
  lookingAlong,
  noVectors,
  orthonormalDirections,
  searchSizes,
  withPairs,
} from '../../../../src/numerics/eigen/search-vectors.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';
import { overlap } from './spectral-matrix.ts';

const vectors = {
  block: Float64Array.of(1, 2, 3, 4, 5, 6),
  previous: Float64Array.of(1, 2, 3),
  random: [1, 2, 3, 4],
};

describe('search vectors', () => {
  it('have one guard, where the space has room for it', () => {
    expect(searchSizes(10, 3)).toEqual({ block: 40, previous: 30 });
    expect(searchSizes(1, 1)).toEqual({ block: 1, previous: 1 });
    expect(noVectors(3, 0)).toMatchObject({ block: new Float64Array(6), previous: new Float64Array(3) });
  });

  it('keep the rows that there are for more pairs, and the first ones for fewer', () => {
    const more = withPairs(vectors, 3, 2);
    expect(more.block).toEqual(Float64Array.of(1, 2, 3, 4, 5, 6, 0, 0, 0));
    expect(more.previous).toEqual(Float64Array.of(1, 2, 3, 0, 0, 0));
    expect(withPairs(more, 3, 1)).toEqual(vectors);
  });

  it('take a direction in the place of the guard, in new memory', () => {
    const direction = Float64Array.of(7, 8, 9);
    expect(lookingAlong(vectors, direction).block).toEqual(Float64Array.of(1, 2, 3, 7, 8, 9));
    expect(vectors.block[3]).toBe(4);
  });

  it('become orthonormal, each near what it was', async () => {
    const rows = await orthonormalDirections(await openBlas(), Float64Array.of(2, 0, 0, 0.02, 1, 0), 2);
    expect(overlap(rows, rows)).toBeLessThan(1e-14);
    expect(Math.abs(rows.data[0]!)).toBeCloseTo(1, 12);
    expect(Math.abs(rows.data[4]!)).toBeCloseTo(1, 3);
  });
});
