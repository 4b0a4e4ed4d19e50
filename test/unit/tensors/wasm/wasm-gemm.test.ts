import { describe, expect, it } from 'vitest';
import { matrix, zeros } from '../../../../src/tensors/matrix.ts';
import { wasmGemm, wasmSingleGemm } from '../../../../src/tensors/wasm/wasm-gemm.ts';
import { definition, gaussian } from '../gemm-cases.ts';

const gemm = wasmGemm();

describe('wasmGemm', () => {
  it.each([
    ['more rows than a block', 515, 3, 5],
    ['more columns than a block', 3, 1030, 5],
    ['a longer inner size than a block', 5, 6, 519],
    ['more of everything than a block', 513, 1025, 257],
  ])('multiplies as the definition does: %s', (_, m, n, k) => {
    const [a, b, c] = [gaussian(k, m), gaussian(n, k), gaussian(m, n)];
    const options = { transposeA: true, transposeB: true, alpha: -0.1, beta: 1 } as const;
    const expected = definition(a, b, c, options);
    gemm(a, b, c, options);
    const worst = c.data.reduce(
      (most, value, index) => Math.max(most, Math.abs(value - expected[index]!)),
      0,
    );
    expect(worst).toBeLessThan(1e-13 * (k + 1));
  });

  it('overwrites NaN that the result held, and leaves NaN where it belongs', () => {
    const c = matrix(new Float64Array(10).fill(NaN), 5, 2);
    const a = gaussian(5, 3);
    a.data[4] = NaN;
    gemm(a, gaussian(3, 2), c);
    expect([...c.data].map(Number.isNaN)).toEqual([0, 0, 1, 1, 0, 0, 0, 0, 0, 0].map(Boolean));
  });

  it('gives zeros for an inner size of 0', () => {
    const c = gaussian(2, 3);
    gemm(zeros(2, 0), zeros(0, 3), c);
    expect([...c.data]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('leaves what the result held where nothing is to be added', () => {
    const c = gaussian(2, 3);
    const before = [...c.data];
    gemm(zeros(2, 0), zeros(0, 3), c, { beta: 1 });
    expect([...c.data]).toEqual(before);
  });

  it('refuses shapes that do not fit', () => {
    expect(() => {
      gemm(zeros(2, 3), zeros(2, 3), zeros(2, 3));
    }).toThrow(new RangeError('gemm: [2, 3] · [2, 3] does not give [2, 3]'));
  });
});

describe('wasmSingleGemm', () => {
  const single = ({ rows, columns, data }: ReturnType<typeof gaussian>) =>
    matrix(Float32Array.from(data), rows, columns);

  it('multiplies as the definition does, with every transpose, factor and accumulation, to the accuracy of float32', () => {
    const multiply = wasmSingleGemm();
    for (const [m, n, k] of [
      [17, 23, 31],
      [1, 8, 300],
      [515, 5, 3],
      [3, 1030, 3],
    ] as const)
      for (const bits of Array(16).keys()) {
        const options = {
          transposeA: (bits & 1) > 0,
          transposeB: (bits & 2) > 0,
          alpha: bits & 4 ? -0.5 : 1,
          beta: bits & 8 ? 1 : 0,
        } as const;
        const a = options.transposeA ? gaussian(k, m) : gaussian(m, k);
        const b = options.transposeB ? gaussian(n, k) : gaussian(k, n);
        const c = gaussian(m, n);
        const expected = definition(a, b, c, options);
        const result = single(c);
        multiply(single(a), single(b), result, options);
        let worst = 0;
        for (const [index, value] of result.data.entries())
          worst = Math.max(worst, Math.abs(value - expected[index]!));
        expect(worst, JSON.stringify([m, n, k, options])).toBeLessThan(1e-6 * (k + 10));
      }
  });
});
