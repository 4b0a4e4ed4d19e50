import type { Matrix } from '../matrix.ts';
import type { Backend, GemmOptions, Ops } from '../ops.ts';
import { productShape } from '../shapes.ts';
import { singleElementwise } from '../single-elementwise.ts';
import type { SingleRoutines } from './single-routines.ts';
import { multiplyFewRows } from './few-rows.ts';

const done = Promise.resolve();
const plain: GemmOptions = {};

/**
 * Operations in float32 on the CPU with the routines of a loaded library.
 *
 * @param routines of a BLAS that passed its self-test
 * @param backend how the library is described to the user
 * @returns operations on `Float32Array` memory, without copies
 */
export function singleBlasOps(routines: SingleRoutines, backend: Backend): Ops<Float32Array> {
  return {
    ...singleElementwise,
    backend: { ...backend, precision: 'float32' },
    gemm(
      a: Matrix<Float32Array>,
      b: Matrix<Float32Array>,
      c: Matrix<Float32Array>,
      options: GemmOptions = plain,
    ): Promise<void> {
      const { m, n, k } = productShape(a, b, c, options);
      if (routines.sgemv && multiplyFewRows(routines.sgemv, a, b, c, options)) return done;
      const { transposeA = false, transposeB = false, alpha = 1, beta = 0 } = options;
      routines.sgemm(
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
    axpy: (alpha, x, y) => {
      routines.saxpy(alpha, x, y);
    },
    scale: (alpha, x) => {
      routines.sscal(alpha, x);
    },
    dot: (x, y) => Promise.resolve(routines.dsdot(x, y)),
  };
}
