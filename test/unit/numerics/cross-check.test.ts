import { describe, expect, it } from 'vitest';
import { crossCheck } from '../../../src/numerics/cross-check.ts';
import { openBlas } from '../../../src/tensors/open-blas.ts';
import type { Ops } from '../../../src/tensors/ops.ts';
import { openTfjs } from '../../../src/tensors/tfjs/open-tfjs.ts';

describe('crossCheck', () => {
  it('finds blas and tfjs equal within float32 rounding, for every quantity and both criteria', async () => {
    const { passed, rows, reference, checked } = await crossCheck(await openBlas(), await openTfjs());
    expect(rows.filter((row) => !row.passed)).toEqual([]);
    expect(passed).toBe(true);
    expect(reference.precision).toBe('float64');
    expect(checked.precision).toBe('float32');
    // Float32 was really used: nothing of the products agrees to float64 rounding.
    const products = rows.filter(({ quantity }) => quantity.startsWith('block product'));
    expect(products).toHaveLength(6);
    for (const { difference } of products) expect(difference).toBeGreaterThan(1e-9);
    expect(rows.map(({ quantity }) => quantity)).toContain('analysis: jacobianAlignmentProduct');
    expect(new Set(rows.map(({ limit }) => limit))).toEqual(new Set([1e-4]));
  });

  it('finds WebAssembly equal to the BLAS within float64 rounding', async () => {
    const { passed, rows } = await crossCheck(await openBlas(), await openBlas({ library: 'none' }));
    expect(rows.filter((row) => !row.passed)).toEqual([]);
    expect(passed).toBe(true);
    expect(new Set(rows.map(({ limit }) => limit))).toEqual(new Set([1e-9]));
  });

  it('names the quantities of a backend that is slightly wrong, and only those', async () => {
    const ops = await openBlas();
    const wrong: Ops = {
      ...ops,
      columnSums: (source, target) => {
        ops.columnSums(source, target);
        target[0]! *= 1 + 1e-6;
      },
    };
    const { passed, rows } = await crossCheck(ops, wrong);
    expect(passed).toBe(false);
    const failed = rows.filter((row) => !row.passed).map(({ quantity }) => quantity);
    expect(failed).toContain('gradient');
    expect(failed).toContain('block product: hessian');
    expect(failed).not.toContain('loss');
    expect(failed).not.toContain('analysis: meanSquaredNormDelta');
  });
});
