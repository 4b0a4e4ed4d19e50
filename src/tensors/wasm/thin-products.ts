import type { Matrix } from '../matrix.ts';
import type { GemmOptions } from '../ops.ts';

/** Products of that many pairs of long rows at most are faster without tiles, which would be mostly empty. */
const mostPairs = 9;

/**
 * Multiplies where one or two of the three sizes are tiny, as in the products of a few vectors of parameter space: row by row, without
 * a copy of anything. c ← alpha · op(a) · op(b) + beta · c.
 * @param a [m, k] after op
 * @param b [k, n] after op
 * @param c [m, n]
 * @param options as of `gemm`
 * @returns false where tiles are faster; nothing is done then
 */
export function multiplyThin(a: Matrix, b: Matrix, c: Matrix, options: GemmOptions): boolean {
  const { transposeA = false, transposeB = false, alpha = 1, beta = 0 } = options;
  const { rows: m, columns: n } = c;
  const k = transposeA ? a.rows : a.columns;
  if (!transposeA && transposeB && m * n <= mostPairs) {
    for (let i = 0; i < m; i++)
      for (let j = 0; j < n; j++) {
        const product = alpha * dotOfRows(a.data, i * k, b.data, j * k, k);
        c.data[i * n + j] = beta === 0 ? product : c.data[i * n + j]! + product;
      }
    return true;
  }
  if (transposeB || m * k > mostPairs) return false;
  if (beta === 0) c.data.fill(0, 0, m * n);
  for (let i = 0; i < m; i++)
    for (let p = 0; p < k; p++) {
      const factor = alpha * a.data[transposeA ? p * m + i : i * k + p]!;
      addRow(factor, b.data, p * n, c.data, i * n, n);
    }
  return true;
}

/** Σ x[atX + i] · y[atY + i], in four sums: a single one would wait for each addition to finish. */
function dotOfRows(x: Float64Array, atX: number, y: Float64Array, atY: number, count: number): number {
  let [s, t, u, v] = [0, 0, 0, 0];
  const inFours = count - (count % 4);
  for (let i = 0; i < inFours; i += 4) {
    s += x[atX + i]! * y[atY + i]!;
    t += x[atX + i + 1]! * y[atY + i + 1]!;
    u += x[atX + i + 2]! * y[atY + i + 2]!;
    v += x[atX + i + 3]! * y[atY + i + 3]!;
  }
  for (let i = inFours; i < count; i++) s += x[atX + i]! * y[atY + i]!;
  return s + t + (u + v);
}

/** y[atY + i] ← y[atY + i] + factor · x[atX + i]. */
function addRow(
  factor: number,
  x: Float64Array,
  atX: number,
  y: Float64Array,
  atY: number,
  count: number,
): void {
  for (let i = 0; i < count; i++) y[atY + i]! += factor * x[atX + i]!;
}
