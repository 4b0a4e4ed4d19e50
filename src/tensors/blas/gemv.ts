import type { LibraryHandle } from 'koffi';
import type { Numbers } from '../matrix.ts';
import { trySymbol } from './try-symbol.ts';

const ROW_MAJOR = 101;
const NO_TRANSPOSE = 111;
const TRANSPOSE = 112;

/** y ← alpha · op(a) x + beta · y, a [rows, columns] contiguous and row-major. */
export type Gemv<Data extends Numbers> = (
  transpose: boolean,
  rows: number,
  columns: number,
  alpha: number,
  a: Data,
  x: Data,
  beta: number,
  y: Data,
  /** Numbers from one of y to the next. */
  strideOfY: number,
) => void;

/**
 * Finds `cblas_dgemv` of a library whose products passed their test, and tests it on small whole numbers.
 * @param handle of the library
 * @returns the routine; undefined where it is missing or wrong, since nothing depends on it but time
 */
export function doubleGemv(handle: LibraryHandle): Gemv<Float64Array> | undefined {
  return routine(handle, 'dgemv', 'double', (...numbers): Float64Array => Float64Array.from(numbers));
}

/** The same of `cblas_sgemv`. */
export function singleGemv(handle: LibraryHandle): Gemv<Float32Array> | undefined {
  return routine(handle, 'sgemv', 'float', (...numbers): Float32Array => Float32Array.from(numbers));
}

function routine<Data extends Numbers>(
  handle: LibraryHandle,
  name: string,
  type: string,
  vector: (...numbers: number[]) => Data,
): Gemv<Data> | undefined {
  const matrixAndVectors = `${type}, const ${type} *, int, const ${type} *, int, ${type}, ${type} *, int`;
  const cblas = trySymbol(handle, `void cblas_${name}(int, int, int, int, ${matrixAndVectors})`);
  if (!cblas) return undefined;
  const gemv: Gemv<Data> = (transpose, rows, columns, alpha, a, x, beta, y, strideOfY) => {
    const op = transpose ? TRANSPOSE : NO_TRANSPOSE;
    cblas(ROW_MAJOR, op, rows, columns, alpha, a, columns, x, 1, beta, y, strideOfY);
  };
  const a = vector(1, 2, 3, 4, 5, 6);
  const spread = vector(1, 7, 1);
  gemv(false, 2, 3, 2, a, vector(1, 0, -1), 1, spread, 2);
  const across = vector(7, 7, 7);
  gemv(true, 2, 3, 1, a, vector(1, -1), 1, across, 1);
  return spread.join() === '-3,7,-3' && across.join() === '4,4,4' ? gemv : undefined;
}
