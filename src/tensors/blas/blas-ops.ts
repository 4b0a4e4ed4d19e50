import { elementwise } from '../elementwise.ts';
import type { Backend, Ops } from '../ops.ts';
import type { BlasLibrary } from './library.ts';
import { matrixProduct } from './matrix-product.ts';
import { singleBlasOps } from './single-blas-ops.ts';

/**
 * Operations in float64 on the CPU with `cblas_dgemm` of a loaded library, and in float32 where it has the routines.
 *
 * @param library a BLAS that passed its self-test
 * @param backend how it is described to the user
 * @returns operations on `Float64Array` memory, without copies
 */
export function blasOps({ dgemm, dgemv, single }: BlasLibrary, backend: Backend): Ops {
  return {
    ...elementwise,
    backend,
    ...(single && { single: singleBlasOps(single, backend) }),
    gemm: matrixProduct(dgemm, dgemv),
  };
}
