import { elementwise } from '../elementwise.ts';
import type { Matrix, Numbers } from '../matrix.ts';
import type { Backend, GemmOptions, Ops } from '../ops.ts';
import { singleElementwise } from '../single-elementwise.ts';
import { singleSums } from './single-sums.ts';
import { wasmGemm, wasmSingleGemm, type Gemm } from './wasm-gemm.ts';

const done = Promise.resolve();

/**
 * Operations on the CPU that need nothing but Node: products in WebAssembly with SIMD, in float64 and, about twice as fast, in float32.
 *
 * @param backend how it is described to the user
 * @returns operations on `Float64Array` memory
 */
export function wasmOps(backend: Backend): Ops {
  return {
    ...elementwise,
    backend,
    single: {
      ...singleElementwise,
      ...singleSums,
      backend: { ...backend, precision: 'float32' },
      gemm: awaitable(wasmSingleGemm),
    },
    gemm: awaitable(wasmGemm),
  };
}

/** Compiled at the first product: many processes never multiply in one of the precisions. */
function awaitable<Data extends Numbers>(make: () => Gemm<Data>): Ops<Data>['gemm'] {
  let multiply: Gemm<Data> | undefined;
  return (a: Matrix<Data>, b: Matrix<Data>, c: Matrix<Data>, options?: GemmOptions) => {
    multiply ??= make();
    multiply(a, b, c, options);
    return done;
  };
}
