import { describe, expect, it } from 'vitest';
import { measureGflops } from '../../../src/tensors/measure-gflops.ts';
import { openBlas } from '../../../src/tensors/open-blas.ts';

describe('measureGflops', () => {
  it('counts two operations for every pair of numbers that is multiplied', async () => {
    const ops = await openBlas();
    let products = 0;
    const counted = {
      ...ops,
      gemm: (...words: Parameters<typeof ops.gemm>) => (products++, ops.gemm(...words)),
    };
    const before = performance.now();
    const gflops = await measureGflops(counted, 64, 20);
    const seconds = (performance.now() - before) / 1000;
    // The best product is at least as fast as the average of all.
    expect(gflops).toBeGreaterThanOrEqual(((products - 1) * 2 * 64 ** 3) / seconds / 1e9);
    expect(gflops).toBeLessThan(10_000);
  });
});
