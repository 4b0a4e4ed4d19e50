import type { LibraryHandle } from 'koffi';
import { open } from '../native-library.ts';
import { faultOf, type Dgemm } from './dgemm.ts';
import { doubleGemv } from './gemv.ts';
import type { Gemv } from './gemv.ts';
import { withKernelChoice } from './kernel-choice.ts';
import { singleRoutines, type SingleRoutines } from './single-routines.ts';
import { trySymbol } from './try-symbol.ts';

const ROW_MAJOR = 101;
const NO_TRANSPOSE = 111;
const TRANSPOSE = 112;

/** A loaded BLAS that passed its self-test. */
export interface BlasLibrary {
  readonly name: string;
  readonly file: string;
  readonly dgemm: Dgemm;
  /** Absent where it has none that is right. */
  readonly dgemv?: Gemv<Float64Array>;
  /** Its float32 routines, where it has them all. */
  readonly single?: SingleRoutines;
  /** Sets the number of threads; false when the library has no such function. */
  setThreads(threads: number): boolean;
}

/**
 * Loads a BLAS through koffi and checks that it multiplies correctly with 32-bit sizes.
 *
 * @param file path, or name for the system's loader
 * @param name which BLAS it is, for messages
 * @returns the library
 * @throws Error naming the file and the reason: not found, no `cblas_dgemm`, 64-bit sizes (ILP64), wrong results
 */
export function loadLibrary(file: string, name: string): BlasLibrary {
  const handle = withKernelChoice(() => open(file));
  const cblas = trySymbol(
    handle,
    'void cblas_dgemm(int, int, int, int, int, int, double, const double *, int, const double *, int, double, double *, int)',
  );
  if (cblas === undefined) throw new Error(`${file}: has no cblas_dgemm`);
  const dgemm: Dgemm = (transposeA, transposeB, m, n, k, alpha, a, columnsOfA, b, columnsOfB, beta, c) => {
    const opA = transposeA ? TRANSPOSE : NO_TRANSPOSE;
    const opB = transposeB ? TRANSPOSE : NO_TRANSPOSE;
    cblas(ROW_MAJOR, opA, opB, m, n, k, alpha, a, columnsOfA, b, columnsOfB, beta, c, n);
  };
  if (name === 'MKL') trySymbol(handle, 'int MKL_Set_Interface_Layer(int)')?.(0);
  refuseLongIntegers(handle, file);
  const fault = faultOf(dgemm);
  if (fault !== undefined) throw new Error(`${file}: cblas_dgemm is wrong ${fault}`);
  const dgemv = doubleGemv(handle);
  const single = singleRoutines(handle);
  return {
    name,
    file,
    dgemm,
    ...(dgemv && { dgemv }),
    ...(single && { single }),
    setThreads: (threads) => setThreads(handle, threads),
  };
}

/**
 * Refuses a library whose sizes are 64-bit integers (ILP64): it would read memory that is not ours.
 *
 * The size is passed as a negative 64-bit number whose lower 32 bits are 1. A 32-bit library sees one element;
 * a 64-bit library sees a negative count, for which BLAS returns 0 without touching memory.
 */
function refuseLongIntegers(handle: LibraryHandle, file: string): void {
  const ddot = trySymbol(
    handle,
    'double cblas_ddot(int64_t, const double *, int64_t, const double *, int64_t)',
  );
  if (ddot === undefined) throw new Error(`${file}: has no cblas_ddot, so it cannot be checked`);
  const product = ddot(-(2n ** 63n) + 1n, Float64Array.of(3), 1, Float64Array.of(5), 1) as number;
  if (product !== 15)
    throw new Error(`${file}: has 64-bit sizes (ILP64); a library with 32-bit sizes (LP64) is needed`);
}

function setThreads(handle: LibraryHandle, threads: number): boolean {
  for (const name of ['openblas_set_num_threads', 'MKL_Set_Num_Threads', 'bli_thread_set_num_threads']) {
    // BLIS takes its own 64-bit integer; the value is small and positive, so the wider type serves all three.
    const set = trySymbol(handle, `void ${name}(int64_t)`);
    if (set !== undefined) {
      set(threads);
      return true;
    }
  }
  return false;
}
