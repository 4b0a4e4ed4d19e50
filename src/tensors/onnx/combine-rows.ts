import type { Matrix } from '../matrix.ts';

/** Columns that are worked on together, so that a block of the result stays in the cache. */
const COLUMNS_TOGETHER = 2048;

/**
 * Whether plain loops beat ONNX Runtime at c [m, n] ← a [m, k] · b [k, n].
 *
 * It packs `b` for a product that uses it only a few times (a few rows of great length: five times slower than reading
 * `b` once), and a call costs some 20 µs, more than a very small product.
 * @param m rows of `a`
 * @param k columns of `a`
 * @param n columns of `b`
 */
export function prefersLoops(m: number, k: number, n: number): boolean {
  return (m <= 32 && k <= 64 && n >= 16_384) || m * k * n <= 4096;
}

/**
 * c ← alpha·a·b + beta·c by plain loops.
 * @param a coefficients [m, k]
 * @param b rows to combine [k, n]
 * @param c result [m, n]
 * @param alpha factor of the product
 * @param beta 1 adds to `c`, 0 overwrites it
 */
export function combineRows(a: Matrix, b: Matrix, c: Matrix, alpha: number, beta: 0 | 1): void {
  const inner = a.columns;
  const length = b.columns;
  if (beta === 0) c.data.fill(0);
  for (let first = 0; first < length; first += COLUMNS_TOGETHER) {
    const end = Math.min(first + COLUMNS_TOGETHER, length);
    for (let row = 0; row < a.rows; row++) {
      const target = c.data.subarray(row * length + first, row * length + end);
      const coefficient = (index: number) => alpha * a.data[row * inner + index]!;
      const source = (index: number) => b.data.subarray(index * length + first, index * length + end);
      let index = 0;
      for (; index + 4 <= inner; index += 4) {
        addFour(
          target,
          [coefficient(index), coefficient(index + 1), coefficient(index + 2), coefficient(index + 3)],
          [source(index), source(index + 1), source(index + 2), source(index + 3)],
        );
      }
      for (; index < inner; index++) addOne(target, coefficient(index), source(index));
    }
  }
}

function addFour(
  target: Float64Array,
  [p, q, r, s]: readonly [number, number, number, number],
  [w, x, y, z]: readonly [Float64Array, Float64Array, Float64Array, Float64Array],
): void {
  for (let index = 0; index < target.length; index++) {
    target[index] = target[index]! + (p * w[index]! + q * x[index]!) + (r * y[index]! + s * z[index]!);
  }
}

function addOne(target: Float64Array, p: number, w: Float64Array): void {
  for (let index = 0; index < target.length; index++) target[index]! += p * w[index]!;
}
