import type { Matrix } from '../matrix.ts';
import type { GemmOptions } from '../ops.ts';
import { addMultiple, fourSums, numbersTogether } from './vector-kernels.ts';

const { float64: numbersOfAStep } = numbersTogether;

/** Products of that many pairs of long rows at most are faster without tiles, which would be mostly empty. */
const mostPairs = 9;

/** Rows of both operands at most: 1 · 9, and the row that is made. */
const mostRows = mostPairs + 1;

/** Numbers of every row that are worked on together: few enough for those of all rows to stay in a cache. */
const together = 2048;

const bytes = Float64Array.BYTES_PER_ELEMENT;
const WASM_PAGE_BYTES = 65_536;

/** c ← alpha · op(a) · op(b) + beta · c; false where tiles are faster, and nothing is done then. */
export type ThinProduct = (a: Matrix, b: Matrix, c: Matrix, options: GemmOptions) => boolean;

/**
 * Makes a product for matrices of which one or two of the three sizes are tiny, as in the products of a few vectors of parameter space: part by
 * part of the rows, which are copied into WebAssembly as they are.
 * @returns the product; a is [m, k] after op, b [k, n], c [m, n]
 */
export function thinProduct(): ThinProduct {
  const size = mostRows * together + 4 * mostPairs;
  const memory = new WebAssembly.Memory({ initial: Math.ceil((size * bytes) / WASM_PAGE_BYTES) });
  const numbers = new Float64Array(memory.buffer, 0, size);
  const [sum, add] = [fourSums(memory), addMultiple(memory, 'float64')];
  /** Place of the four sums of a pair, and of the factor of a row. */
  const behind = mostRows * together;

  /** Copies numbers of a row to the place of row `to`. */
  function put(source: Float64Array, from: number, count: number, to: number): void {
    numbers.set(source.subarray(from, from + count), to * together);
  }

  /** a · bᵀ of rows of length k. */
  function dots(a: Matrix, b: Matrix, c: Matrix, alpha: number, beta: 0 | 1): void {
    const [m, n, k] = [c.rows, c.columns, a.columns];
    const whole = k - (k % numbersOfAStep);
    numbers.fill(0, behind, behind + 4 * m * n);
    const same = a.data === b.data && m === n;
    for (let from = 0; from < whole; from += together) {
      const count = Math.min(together, whole - from);
      for (let i = 0; i < m; i++) put(a.data, i * k + from, count, i);
      if (!same) for (let j = 0; j < n; j++) put(b.data, j * k + from, count, m + j);
      for (let i = 0; i < m; i++)
        for (let j = 0; j < n; j++)
          sum(
            i * together * bytes,
            (same ? j : m + j) * together * bytes,
            count,
            (behind + 4 * (i * n + j)) * bytes,
          );
    }
    for (let i = 0; i < m; i++)
      for (let j = 0; j < n; j++) {
        const at = behind + 4 * (i * n + j);
        let first = numbers[at]!;
        for (let p = whole; p < k; p++) first += a.data[i * k + p]! * b.data[j * k + p]!;
        const product = alpha * (first + numbers[at + 1]! + (numbers[at + 2]! + numbers[at + 3]!));
        c.data[i * n + j] = beta === 0 ? product : c.data[i * n + j]! + product;
      }
  }

  /** op(a) · b of rows of length n. */
  function combinations(a: Matrix, b: Matrix, c: Matrix, transposeA: boolean, alpha: number, beta: 0 | 1) {
    const [m, n, k] = [c.rows, c.columns, b.rows];
    for (let from = 0; from < n; from += together) {
      const count = Math.min(together, n - from);
      // What lies behind the numbers of the last part is worked on, too, and copied nowhere.
      const filled = Math.ceil(count / numbersOfAStep) * numbersOfAStep;
      for (let p = 0; p < k; p++) put(b.data, p * n + from, count, p);
      for (let i = 0; i < m; i++) {
        if (beta === 0) numbers.fill(0, k * together, k * together + count);
        else put(c.data, i * n + from, count, k);
        for (let p = 0; p < k; p++) {
          numbers[behind] = alpha * a.data[transposeA ? p * m + i : i * k + p]!;
          add(p * together * bytes, k * together * bytes, filled, behind * bytes);
        }
        c.data.set(numbers.subarray(k * together, k * together + count), i * n + from);
      }
    }
  }

  return (a, b, c, { transposeA = false, transposeB = false, alpha = 1, beta = 0 }) => {
    const k = transposeA ? a.rows : a.columns;
    if (!transposeA && transposeB && c.rows * c.columns <= mostPairs) dots(a, b, c, alpha, beta);
    else if (!transposeB && c.rows * k <= mostPairs) combinations(a, b, c, transposeA, alpha, beta);
    else return false;
    return true;
  };
}
