import { elementwise } from '../elementwise.ts';
import type { Matrix } from '../matrix.ts';
import type { Backend, GemmOptions, Ops } from '../ops.ts';
import { wasmGemm } from './wasm-gemm.ts';

const done = Promise.resolve();

/**
 * Operations in float64 on the CPU that need nothing but Node: products in WebAssembly with SIMD.
 *
 * @param backend how it is described to the user
 * @returns operations on `Float64Array` memory
 */
export function wasmOps(backend: Backend): Ops {
  const multiply = wasmGemm();
  return {
    ...elementwise,
    backend,
    gemm(a: Matrix, b: Matrix, c: Matrix, options?: GemmOptions): Promise<void> {
      multiply(a, b, c, options);
      return done;
    },
  };
}
