import { describe, expect, it } from 'vitest';
import { blasOps } from '../../../../src/tensors/blas/blas-ops.ts';
import { zeros } from '../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';
import { definition, expectDefinition, gaussian } from '../gemm-cases.ts';

const backend = { name: 'plain', library: 'loops', precision: 'float64', threads: 1, refused: [] } as const;

describe('blasOps', () => {
  it('passes sizes, transposes and factors to dgemm in its order', async () => {
    const calls: unknown[][] = [];
    const ops = blasOps(
      { name: 'plain', file: 'loops', setThreads: () => true, dgemm: (...words) => calls.push(words) },
      backend,
    );
    const [a, b, c] = [zeros(4, 2), zeros(4, 3), zeros(2, 3)];
    await ops.gemm(a, b, c, { transposeA: true, alpha: -1, beta: 1 });
    expect(calls).toEqual([[true, false, 2, 3, 4, -1, a.data, 2, b.data, 3, 1, c.data]]);
  });

  it('refuses shapes that do not fit', () => {
    const ops = blasOps(
      { name: 'plain', file: 'loops', setThreads: () => true, dgemm: () => undefined },
      backend,
    );
    expect(() => ops.gemm(zeros(2, 3), zeros(2, 3), zeros(2, 3))).toThrow(
      new RangeError('gemm: [2, 3] · [2, 3] does not give [2, 3]'),
    );
  });

  it('multiplies as the definition does, with the library of this machine', async () => {
    const ops = await openBlas();
    await expectDefinition(ops, 17, 23, 31);
    await expectDefinition(ops, 1, 5, 3);
    // Long rows, which gemv multiplies: a row by some, some by a row, few by few, and rows in few factors.
    await expectDefinition(ops, 1, 7, 5001);
    await expectDefinition(ops, 7, 1, 5001);
    await expectDefinition(ops, 3, 2, 4096);
    await expectDefinition(ops, 2, 4099, 5);
    const [a, b, c] = [zeros(1, 1), zeros(1, 1), zeros(1, 1)];
    a.data[0] = 3;
    b.data[0] = 4;
    await ops.gemm(a, b, c);
    expect(c.data).toEqual(definition(a, b, c, {}));
  });

  it('gives the same products to rounding whatever the number of threads', async () => {
    const [a, b] = [gaussian(60, 512), gaussian(512, 512)];
    const results: Float64Array[] = [];
    for (const threads of [1, 2]) {
      const ops = await openBlas({ threads });
      const c = zeros(60, 512);
      await ops.gemm(a, b, c);
      results.push(c.data);
    }
    const worst = Math.max(...results[0]!.map((value, index) => Math.abs(value - results[1]![index]!)));
    expect(worst).toBeLessThan(1e-12);
    await openBlas({ threads: 1 });
  });
});
