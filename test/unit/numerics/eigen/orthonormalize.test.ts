import { describe, expect, it } from 'vitest';
import { gram, inverseCholesky, orthonormalize } from '../../../../src/numerics/eigen/orthonormalize.ts';
import { rowsOf, zeros } from '../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';
import { gaussianRows, overlap } from './spectral-matrix.ts';

const ops = await openBlas();
const scratch = new Float64Array(10 * 200);
const empty = zeros(0, 200);

describe('orthonormalize', () => {
  it('makes rows orthonormal to rounding, and orthogonal to the basis', async () => {
    const all = gaussianRows(10, 200);
    const basis = rowsOf(all, 0, 4);
    expect(await orthonormalize(ops, empty, basis, scratch)).toBe(4);
    const block = rowsOf(all, 4, 6);
    expect(await orthonormalize(ops, basis, block, scratch)).toBe(6);
    expect(overlap(all, all)).toBeLessThan(1e-14);
  });

  it('does so for rows of very different length that are nearly parallel', async () => {
    const block = gaussianRows(4, 200);
    const first = rowsOf(block, 0, 1).data;
    for (const [row, size] of [1e-3, 1e-6, 1e-8].entries()) {
      const other = rowsOf(block, row + 1, 1).data;
      for (let index = 0; index < 200; index++) other[index] = 1e5 * (first[index]! + size * other[index]!);
    }
    const kept = await orthonormalize(ops, empty, block, scratch);
    expect(kept).toBeGreaterThanOrEqual(3);
    const rest = rowsOf(block, 0, kept);
    expect(overlap(rest, rest)).toBeLessThan(1e-13);
  });

  it('drops rows that lie in the span of the basis or of the others', async () => {
    const basis = gaussianRows(2, 200);
    await orthonormalize(ops, empty, basis, scratch);
    const block = gaussianRows(4, 200, 7);
    rowsOf(block, 1, 1).data.set(rowsOf(basis, 0, 1).data);
    rowsOf(block, 3, 1).data.set(rowsOf(block, 0, 1).data);
    expect(await orthonormalize(ops, basis, block, scratch)).toBe(2);
    const kept = rowsOf(block, 0, 2);
    expect(overlap(kept, kept)).toBeLessThan(1e-14);
    expect(overlap(kept, basis)).toBeLessThan(1e-14);
  });

  it('keeps nothing of zero rows', async () => {
    expect(await orthonormalize(ops, empty, zeros(2, 200), scratch)).toBe(0);
  });
});

describe('inverseCholesky', () => {
  it('turns rows into orthonormal ones', async () => {
    const block = gaussianRows(3, 200);
    const inverse = inverseCholesky((await gram(ops, block)).data, 3, 1e-6)!;
    const result = zeros(3, 200);
    await ops.gemm(inverse, block, result);
    expect(overlap(result, result)).toBeLessThan(1e-14);
  });

  it('is undefined where a pivot is smaller than asked for', () => {
    expect(inverseCholesky(Float64Array.of(1, 0, 1 - 1e-9, 1), 2, 1e-6)).toBeUndefined();
    expect(inverseCholesky(Float64Array.of(NaN), 1, 0)).toBeUndefined();
  });
});
