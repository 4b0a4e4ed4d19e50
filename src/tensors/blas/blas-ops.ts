import { elementwise } from '../elementwise.ts';
import type { Matrix } from '../matrix.ts';
import type { Backend, GemmOptions, Ops } from '../ops.ts';
import { productShape } from '../shapes.ts';
import type { BlasLibrary } from './library.ts';
import { singleBlasOps } from './single-blas-ops.ts';
import { multiplyFewRows } from './few-rows.ts';

const done = Promise.resolve();
const plain: GemmOptions = {};

/**
 * Operations in float64 on the CPU with `cblas_dgemm` of a loaded library, and in float32 where it has the routines.
 *
 * @param library a BLAS that passed its self-test
 * @param backend how it is described to the user
 * @returns operations on `Float64Array` memory, without copies
 */
export function blasOps(library: BlasLibrary, backend: Backend): Ops {
  return {
    ...elementwise,
    backend,
    ...(library.single && { single: singleBlasOps(library.single, backend) }),
    gemm(a: Matrix, b: Matrix, c: Matrix, options: GemmOptions = plain): Promise<void> {
      const { m, n, k } = productShape(a, b, c, options);
      if (library.dgemv && multiplyFewRows(library.dgemv, a, b, c, options)) return done;
      const { transposeA = false, transposeB = false, alpha = 1, beta = 0 } = options;
      library.dgemm(
        transposeA,
        transposeB,
        m,
        n,
        k,
        alpha,
        a.data,
        a.columns,
        b.data,
        b.columns,
        beta,
        c.data,
      );
      return done;
    },
  };
}
