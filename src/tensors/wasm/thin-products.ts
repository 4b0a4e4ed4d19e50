import type { Matrix, Numbers } from '../matrix.ts';
import type { GemmOptions } from '../ops.ts';
import { vectors } from './assemble.ts';
import { addMultiple, fourSums, numbersTogether } from './vector-kernels.ts';

/** Scalar products of that many pairs of long rows at most are faster without tiles, which would be mostly empty. */
const mostPairs = { float64: 9, float32: 16 } as const;

/** Combinations of rows with that many factors at most, as well. */
const mostFactors = 36;

/** In float64 so many factors at most are multiplied and rounded before they are added; more of them as tiles do it. */
const mostRounded = 9;

/** Numbers of a row that are worked on together: few enough for those of all rows to stay in a cache. */
const together = { most: 2048, least: 512 } as const;

/** Rows that are combined, the combination, and what it is added to. */
const mostRows = mostFactors + 2;

const WASM_PAGE_BYTES = 65_536;

/** c ← alpha · op(a) · op(b) + beta · c; false where tiles are faster, and nothing is done then. */
export type ThinProduct<Data extends Numbers> = (
  a: Matrix<Data>,
  b: Matrix<Data>,
  c: Matrix<Data>,
  options: GemmOptions,
) => boolean;

/**
 * Makes a product for matrices of which one or two of the three sizes are tiny, as in the products of a few vectors of parameter space: part by
 * part of the rows, which are copied into WebAssembly as they are. Scalar products are summed up in float64 in either precision.
 * @param name precision
 * @param view numbers of that precision in memory
 * @returns the product; a is [m, k] after op, b [k, n], c [m, n]
 */
export function thinProduct<Data extends Numbers>(
  name: 'float64' | 'float32',
  view: (memory: ArrayBuffer, byteOffset: number, length: number) => Data,
): ThinProduct<Data> {
  const { bytes } = vectors[name];
  const [sumsBytes, factorBytes] = [4 * mostPairs[name] * vectors.float64.bytes, 32];
  const rowsAt = sumsBytes + factorBytes;
  const pages = Math.ceil((rowsAt + mostRows * together.least * bytes) / WASM_PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: pages });
  const sums = new Float64Array(memory.buffer, 0, 4 * mostPairs[name]);
  const factor = view(memory.buffer, sumsBytes, 1);
  const numbers = view(memory.buffer, rowsAt, mostRows * together.least);
  const sum = fourSums(memory, name);
  const [addRounded, addFused] = [addMultiple(memory, name, false), addMultiple(memory, name, true)];
  const address = (place: number): number => rowsAt + place * bytes;

  /** a · bᵀ of rows of length k. */
  function dots(a: Matrix<Data>, b: Matrix<Data>, c: Matrix<Data>, alpha: number, beta: 0 | 1): void {
    const [m, n, k] = [c.rows, c.columns, a.columns];
    const size = sizeOfPart(m + n);
    const whole = k - (k % numbersTogether);
    sums.fill(0);
    for (let from = 0; from < whole; from += size) {
      const count = Math.min(size, whole - from);
      for (let i = 0; i < m; i++) numbers.set(a.data.subarray(i * k + from, i * k + from + count), i * size);
      for (let j = 0; j < n; j++)
        numbers.set(b.data.subarray(j * k + from, j * k + from + count), (m + j) * size);
      for (let i = 0; i < m; i++)
        for (let j = 0; j < n; j++)
          sum(address(i * size), address((m + j) * size), count, (i * n + j) * 4 * sums.BYTES_PER_ELEMENT);
    }
    const inFours = k - (k % 4);
    for (let i = 0; i < m; i++)
      for (let j = 0; j < n; j++) {
        const four = sums.subarray(4 * (i * n + j), 4 * (i * n + j) + 4);
        for (let p = whole; p < k; p++)
          four[p < inFours ? p % 4 : 0]! += a.data[i * k + p]! * b.data[j * k + p]!;
        const product = alpha * (four[0]! + four[1]! + (four[2]! + four[3]!));
        c.data[i * n + j] = beta === 0 ? product : c.data[i * n + j]! + product;
      }
  }

  /** op(a) · b of rows of length n. */
  function combinations(
    a: Matrix<Data>,
    b: Matrix<Data>,
    c: Matrix<Data>,
    { transposeA = false, alpha = 1, beta = 0 }: GemmOptions,
  ): void {
    const [m, n, k] = [c.rows, c.columns, b.rows];
    const rounded = name === 'float64' && m * k <= mostRounded;
    const size = sizeOfPart(k + 2);
    const [atSum, atBefore] = [k * size, (k + 1) * size];
    for (let from = 0; from < n; from += size) {
      const count = Math.min(size, n - from);
      // What lies behind the numbers of the last part is worked on, too, and copied nowhere.
      const filled = Math.ceil(count / numbersTogether) * numbersTogether;
      const addRow = (add: typeof addFused, value: number, row: number, to: number) => {
        factor[0] = value;
        add(address(row), address(to), filled, sumsBytes);
      };
      for (let p = 0; p < k; p++) numbers.set(b.data.subarray(p * n + from, p * n + from + count), p * size);
      for (let i = 0; i < m; i++) {
        const before = c.data.subarray(i * n + from, i * n + from + count);
        const direct = rounded && beta === 1;
        if (direct) numbers.set(before, atSum);
        else numbers.fill(0, atSum, atSum + count);
        for (let p = 0; p < k; p++) {
          const value = a.data[transposeA ? p * m + i : i * k + p]!;
          addRow(rounded ? addRounded : addFused, rounded ? alpha * value : value, p * size, atSum);
        }
        const scaled = !rounded && (alpha !== 1 || beta === 1);
        if (scaled) {
          if (beta === 1) numbers.set(before, atBefore);
          else numbers.fill(0, atBefore, atBefore + count);
          addRow(addRounded, alpha, atSum, atBefore);
        }
        const result = scaled ? atBefore : atSum;
        c.data.set(numbers.subarray(result, result + count), i * n + from);
      }
    }
  }

  return (a, b, c, options) => {
    const { transposeA = false, transposeB = false, alpha = 1, beta = 0 } = options;
    const k = transposeA ? a.rows : a.columns;
    if (!transposeA && transposeB && c.rows * c.columns <= mostPairs[name]) dots(a, b, c, alpha, beta);
    else if (!transposeB && c.rows * k <= mostFactors) combinations(a, b, c, options);
    else return false;
    return true;
  };
}

/** Numbers of every one of so many rows that are worked on together. */
function sizeOfPart(rows: number): number {
  const fitting = (mostRows * together.least) / rows;
  return Math.min(together.most, Math.floor(fitting / together.least) * together.least);
}
