import { describe, expect, it } from 'vitest';
import type { Gemv } from '../../../../src/tensors/blas/gemv.ts';
import { multiplyFewRows } from '../../../../src/tensors/blas/few-rows.ts';
import { zeros } from '../../../../src/tensors/matrix.ts';

const long = 4096;

/** How often gemv is called for op(a) [m, k] times op(b) [k, n]; undefined where gemm is left to do it. */
function calls(m: number, n: number, k: number, transposeA: boolean, transposeB: boolean) {
  let count = 0;
  const gemv: Gemv<Float64Array> = () => count++;
  const a = transposeA ? zeros(k, m) : zeros(m, k);
  const b = transposeB ? zeros(n, k) : zeros(k, n);
  return multiplyFewRows(gemv, a, b, zeros(m, n), { transposeA, transposeB }) ? count : undefined;
}

describe('multiplyFewRows', () => {
  it('takes scalar products of few long rows, along the longer side', () => {
    expect(calls(1, 12, long, false, true)).toBe(1);
    expect(calls(12, 1, long, false, true)).toBe(1);
    expect(calls(2, 4, long, false, true)).toBe(2);
    expect(calls(3, 3, long, false, true)).toBe(3);
  });

  it('takes sums of few long rows', () => {
    expect(calls(1, long, 12, false, false)).toBe(1);
    expect(calls(3, long, 4, false, false)).toBe(3);
  });

  it('leaves all else to gemm', () => {
    expect(calls(4, 3, long, false, true)).toBeUndefined();
    expect(calls(1, 12, long - 1, false, true)).toBeUndefined();
    expect(calls(4, long, 4, false, false)).toBeUndefined();
    expect(calls(1, long - 1, 3, false, false)).toBeUndefined();
    expect(calls(1, 3, long, true, true)).toBeUndefined();
    expect(calls(60, 512, 512, false, false)).toBeUndefined();
  });

  it('does not read what it overwrites', () => {
    const c = zeros(1, 2);
    c.data.fill(NaN);
    const gemv: Gemv<Float64Array> = (_op, _rows, _columns, _alpha, _a, _x, beta, y) => {
      for (let i = 0; i < 2; i++) y[i] = 1 + beta * y[i]!;
    };
    multiplyFewRows(gemv, zeros(1, long), zeros(2, long), c, { transposeB: true });
    expect([...c.data]).toEqual([1, 1]);
  });
});
