import type { Matrix, Numbers } from './matrix.ts';
import type { GemmOptions } from './ops.ts';

/** Sizes of a product [m, k]·[k, n]. */
export interface ProductShape {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/**
 * Checks that c ← op(a)·op(b) fits.
 *
 * @param a left operand
 * @param b right operand
 * @param c result
 * @param options transposes
 * @returns m, n, k of the product op(a) [m, k] · op(b) [k, n] = c [m, n]
 * @throws RangeError when the inner sizes or the result's shape do not fit
 */
export function productShape(
  a: Matrix<Numbers>,
  b: Matrix<Numbers>,
  c: Matrix<Numbers>,
  options: GemmOptions,
): ProductShape {
  const m = options.transposeA ? a.columns : a.rows;
  const k = options.transposeA ? a.rows : a.columns;
  const inner = options.transposeB ? b.columns : b.rows;
  const n = options.transposeB ? b.rows : b.columns;
  if (inner !== k || c.rows !== m || c.columns !== n) {
    const left = `[${a.rows}, ${a.columns}]${options.transposeA ? 'ᵀ' : ''}`;
    const right = `[${b.rows}, ${b.columns}]${options.transposeB ? 'ᵀ' : ''}`;
    throw new RangeError(`gemm: ${left} · ${right} does not give [${c.rows}, ${c.columns}]`);
  }
  return { m, n, k };
}
