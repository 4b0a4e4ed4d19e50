import type { Matrix, Numbers } from '../matrix.ts';
import type { GemmOptions } from '../ops.ts';
import type { Gemv } from './gemv.ts';

/** Rows of this many numbers are long: gemm copies operands, which then costs more than their products. */
const long = 4096;
/** As many products of two rows at most, and as many factors of rows, are faster without a copy. */
const mostPairs = 9;
const mostFactors = 12;

/**
 * Multiplies a few vectors of parameter space by gemv, two to six times as fast as by gemm. c ← alpha · op(a) · op(b) + beta · c.
 *
 * @param gemv of the library
 * @param a [m, k] after op
 * @param b [k, n] after op
 * @param c [m, n]
 * @param options as of `gemm`
 * @returns false where gemm is faster; nothing is done then
 */
export function multiplyFewRows<Data extends Numbers>(
  gemv: Gemv<Data>,
  a: Matrix<Data>,
  b: Matrix<Data>,
  c: Matrix<Data>,
  { transposeA = false, transposeB = false, alpha = 1, beta = 0 }: GemmOptions,
): boolean {
  if (transposeA) return false;
  const { rows: m, columns: n } = c;
  const k = a.columns;
  const part = (data: Data, from: number, to?: number) => data.subarray(from, to) as Data;
  if (transposeB) {
    if (k < long || (Math.min(m, n) > 1 && m * n > mostPairs)) return false;
    if (beta === 0) c.data.fill(0);
    if (m <= n)
      for (let i = 0; i < m; i++)
        gemv(false, n, k, alpha, b.data, part(a.data, i * k, (i + 1) * k), 1, part(c.data, i * n), 1);
    else
      for (let j = 0; j < n; j++)
        gemv(false, m, k, alpha, a.data, part(b.data, j * k, (j + 1) * k), 1, part(c.data, j), n);
    return true;
  }
  if (n < long || m * k > mostFactors) return false;
  if (beta === 0) c.data.fill(0);
  for (let i = 0; i < m; i++)
    gemv(true, k, n, alpha, b.data, part(a.data, i * k, (i + 1) * k), 1, part(c.data, i * n, (i + 1) * n), 1);
  return true;
}
