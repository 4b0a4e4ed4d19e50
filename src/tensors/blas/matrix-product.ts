import type { Matrix, Numbers } from '../matrix.ts';
import type { GemmOptions, Ops } from '../ops.ts';
import { productShape } from '../shapes.ts';
import type { BlasGemm } from './dgemm.ts';
import { multiplyFewRows } from './few-rows.ts';
import type { Gemv } from './gemv.ts';

const done = Promise.resolve();
const plain: GemmOptions = {};

/**
 * The products of matrices by the routines of one precision.
 *
 * @param gemm of a library
 * @param gemv of the same library, for products of few long rows; without it gemm makes these, too
 * @returns `gemm` of the operations
 */
export function matrixProduct<Data extends Numbers>(
  gemm: BlasGemm<Data>,
  gemv: Gemv<Data> | undefined,
): Ops<Data>['gemm'] {
  return (a: Matrix<Data>, b: Matrix<Data>, c: Matrix<Data>, options: GemmOptions = plain): Promise<void> => {
    const { m, n, k } = productShape(a, b, c, options);
    if (gemv && multiplyFewRows(gemv, a, b, c, options)) return done;
    const { transposeA = false, transposeB = false, alpha = 1, beta = 0 } = options;
    gemm(transposeA, transposeB, m, n, k, alpha, a.data, a.columns, b.data, b.columns, beta, c.data);
    return done;
  };
}
