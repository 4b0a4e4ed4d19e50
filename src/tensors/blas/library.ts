import { load } from 'koffi';
import type { LibraryHandle } from 'koffi';
import { matrix } from '../matrix.ts';
import type { Matrix } from '../matrix.ts';
import { doubleGemv } from './gemv.ts';
import type { Gemv } from './gemv.ts';
import { withKernelChoice } from './kernel-choice.ts';
import { singleRoutines, type SingleRoutines } from './single-routines.ts';
import { trySymbol } from './try-symbol.ts';

const ROW_MAJOR = 101;
const NO_TRANSPOSE = 111;
const TRANSPOSE = 112;

/** `cblas_dgemm` for contiguous row-major operands. */
export type Dgemm = (
  transposeA: boolean,
  transposeB: boolean,
  m: number,
  n: number,
  k: number,
  alpha: number,
  a: Float64Array,
  columnsOfA: number,
  b: Float64Array,
  columnsOfB: number,
  beta: number,
  c: Float64Array,
) => void;

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
  const handle = open(file);
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
  const fault = selfTest(dgemm);
  if (fault !== undefined) throw new Error(`${file}: ${fault}`);
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

function open(file: string): LibraryHandle {
  try {
    return withKernelChoice(() => load(file));
  } catch (cause) {
    throw new Error(`${file}: ${(cause as Error).message}`, { cause });
  }
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

/** Multiplies small matrices in every combination of transposes and accumulation; returns what went wrong. */
function selfTest(dgemm: Dgemm): string | undefined {
  const [m, n, k] = [3, 5, 4];
  for (const [transposeA, transposeB, beta] of [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => [
    bits & 1,
    bits & 2,
    bits >> 2,
  ])) {
    const a = ramp(transposeA ? k : m, transposeA ? m : k, 1);
    const b = ramp(transposeB ? n : k, transposeB ? k : n, 7);
    const c = ramp(m, n, 3);
    const expected = Float64Array.from(c.data, (value, index) => {
      const [row, column] = [Math.floor(index / n), index % n];
      let sum = 0;
      for (let inner = 0; inner < k; inner++) {
        sum +=
          (transposeA ? at(a, inner, row) : at(a, row, inner)) *
          (transposeB ? at(b, column, inner) : at(b, inner, column));
      }
      return 2 * sum + beta! * value;
    });
    dgemm(
      transposeA === 1,
      transposeB === 2,
      m,
      n,
      k,
      2,
      a.data,
      a.columns,
      b.data,
      b.columns,
      beta!,
      c.data,
    );
    const wrong = expected.findIndex((value, index) => value !== c.data[index]);
    if (wrong >= 0) {
      const call = `transposeA=${transposeA === 1}, transposeB=${transposeB === 2}, beta=${beta!}`;
      return `cblas_dgemm is wrong (${call}): expected ${expected[wrong]!} at element ${wrong}, received ${c.data[wrong]!}`;
    }
  }
  return undefined;
}

/** Small integers, so that every product is exact in any order of summation. */
function ramp(rows: number, columns: number, step: number): Matrix {
  return matrix(
    Float64Array.from({ length: rows * columns }, (_, index) => ((index * step) % 11) - 4),
    rows,
    columns,
  );
}

function at(source: Matrix, row: number, column: number): number {
  return source.data[row * source.columns + column]!;
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
