import type { Backend, Ops } from '../ops.ts';
import { singleElementwise } from '../single-elementwise.ts';
import { matrixProduct } from './matrix-product.ts';
import type { SingleRoutines } from './single-routines.ts';

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
    gemm: matrixProduct(routines.sgemm, routines.sgemv),
    axpy: (alpha, x, y) => {
      routines.saxpy(alpha, x, y);
    },
    scale: (alpha, x) => {
      routines.sscal(alpha, x);
    },
    dot: (x, y) => Promise.resolve(routines.dsdot(x, y)),
  };
}
