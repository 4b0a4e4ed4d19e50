import type { LibraryHandle } from 'koffi';
import type { BlasGemm } from './dgemm.ts';
import { singleGemv } from './gemv.ts';
import type { Gemv } from './gemv.ts';
import { trySymbol } from './try-symbol.ts';

const ROW_MAJOR = 101;
const NO_TRANSPOSE = 111;
const TRANSPOSE = 112;

/** The float32 routines of a BLAS, for contiguous row-major operands. */
export interface SingleRoutines {
  sgemm: BlasGemm<Float32Array>;
  /** Absent where there is none that is right. */
  sgemv?: Gemv<Float32Array>;
  /** y ← y + alpha · x. */
  saxpy: (alpha: number, x: Float32Array, y: Float32Array) => void;
  /** x ← alpha · x. */
  sscal: (alpha: number, x: Float32Array) => void;
  /** xᵀy, summed in float64: sums of a million float32 numbers in float32 are off by 1e-6. */
  dsdot: (x: Float32Array, y: Float32Array) => number;
}

/**
 * Finds the float32 routines of a library whose float64 routines passed their test, and tests them on small whole numbers.
 * @param handle of the library
 * @returns the routines; undefined where one is missing or wrong, since nothing depends on them but time
 */
export function singleRoutines(handle: LibraryHandle): SingleRoutines | undefined {
  const gemm = trySymbol(
    handle,
    'void cblas_sgemm(int, int, int, int, int, int, float, const float *, int, const float *, int, float, float *, int)',
  );
  const axpy = trySymbol(handle, 'void cblas_saxpy(int, float, const float *, int, float *, int)');
  const scal = trySymbol(handle, 'void cblas_sscal(int, float, float *, int)');
  const dot = trySymbol(handle, 'double cblas_dsdot(int, const float *, int, const float *, int)');
  if (!gemm || !axpy || !scal || !dot) return undefined;
  const sgemv = singleGemv(handle);
  const routines: SingleRoutines = {
    ...(sgemv && { sgemv }),
    sgemm(transposeA, transposeB, m, n, k, alpha, a, columnsOfA, b, columnsOfB, beta, c) {
      const opA = transposeA ? TRANSPOSE : NO_TRANSPOSE;
      const opB = transposeB ? TRANSPOSE : NO_TRANSPOSE;
      gemm(ROW_MAJOR, opA, opB, m, n, k, alpha, a, columnsOfA, b, columnsOfB, beta, c, n);
    },
    saxpy: (alpha, x, y) => void axpy(y.length, alpha, x, 1, y, 1),
    sscal: (alpha, x) => void scal(x.length, alpha, x, 1),
    dsdot: (x, y) => dot(x.length, x, 1, y, 1) as number,
  };
  return passes(routines) ? routines : undefined;
}

/** Whether sums are right, each exact in float32, and products. */
function passes({ sgemm, saxpy, sscal, dsdot }: SingleRoutines): boolean {
  const [a, b] = [Float32Array.of(1, 2, 3, 4), Float32Array.of(5, 6, 7, 8)];
  const y = b.slice();
  saxpy(2, a, y);
  sscal(0.5, y);
  return multipliesRight(sgemm) && y.join() === '3.5,5,6.5,8' && dsdot(a, b) === 70;
}

/** (1, 2; 3, 4)·(5, 6; 7, 8) with every pair of transposes, 2·product + result, each exact in float32. */
export function multipliesRight(sgemm: BlasGemm<Float32Array>): boolean {
  const [a, b] = [Float32Array.of(1, 2, 3, 4), Float32Array.of(5, 6, 7, 8)];
  const expected = [
    [39, 45, 87, 101],
    [35, 47, 79, 107],
    [53, 61, 77, 89],
    [47, 63, 69, 93],
  ];
  return expected.every((values, bits) => {
    const c = Float32Array.of(1, 1, 1, 1);
    sgemm(bits >= 2, bits % 2 === 1, 2, 2, 2, 2, a, 2, b, 2, 1, c);
    return values.every((value, index) => c[index] === value);
  });
}
