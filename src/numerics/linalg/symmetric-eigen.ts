import { ConvergenceError } from '../convergence-error.ts';
import { tridiagonalize } from './tridiagonalize.ts';

/** Eigenpairs of a symmetric matrix, eigenvalues descending (algebraically). */
export interface SymmetricEigen {
  /** λ_1 ≥ λ_2 ≥ … ≥ λ_n, [n]. */
  values: Float64Array;
  /** Orthonormal eigenvectors as rows: row m of [n, n] belongs to `values[m]`. */
  vectors: Float64Array;
}

/** QL sweeps allowed for one eigenvalue; about two are usual. */
const sweepLimit = 60;

/**
 * All eigenpairs of a small dense symmetric matrix.
 *
 * A = Σ_m λ_m v_m v_mᵀ by Householder tridiagonalisation and the implicit QL iteration with Wilkinson's shift
 * (Golub and Van Loan, Matrix Computations, section 8.3). Errors are a few units of rounding of ‖A‖; cost about 9 n³.
 * @param matrix symmetric A, [n, n] row-major; left as it is. Only the lower triangle is read.
 * @param order n ≥ 1
 * @returns eigenvalues descending and eigenvectors as rows; new memory
 * @throws {RangeError} when the length does not fit the order or an entry is not finite
 * @throws {ConvergenceError} when an eigenvalue needs more than 60 sweeps
 */
export function symmetricEigen(matrix: Float64Array, order: number): SymmetricEigen {
  const { values, vectors } = decompose(matrix, order, true);
  return { values, vectors: vectors! };
}

/**
 * All eigenvalues of a small dense symmetric matrix, descending: `symmetricEigen` without the vectors, at about 4/3 n³.
 * @param matrix symmetric A, [n, n] row-major; left as it is. Only the lower triangle is read.
 * @param order n ≥ 1
 * @returns λ_1 ≥ … ≥ λ_n, [n]; new memory
 * @throws {RangeError} when the length does not fit the order or an entry is not finite
 * @throws {ConvergenceError} when an eigenvalue needs more than 60 sweeps
 * @example
 * const values = symmetricEigenvalues(Float64Array.of(2, 1, 1, 2), 2);
 * console.log([...values].map((value) => value.toFixed(6)).join(' ')); // 3.000000 1.000000
 */
export function symmetricEigenvalues(matrix: Float64Array, order: number): Float64Array {
  return decompose(matrix, order, false).values;
}

function decompose(
  matrix: Float64Array,
  order: number,
  wantVectors: boolean,
): { values: Float64Array; vectors?: Float64Array } {
  const scale = largestEntry(matrix, order);
  if (scale === 0) {
    const basis = tridiagonalize(new Float64Array(order * order), order, wantVectors).basis;
    return { values: new Float64Array(order), ...(basis && { vectors: basis }) };
  }
  // Scaling by a power of two is exact and keeps squares clear of overflow and underflow.
  const unit = 2 ** Math.max(-1000, Math.min(1000, Math.ceil(Math.log2(scale))));
  const { diagonal, subdiagonal, basis } = tridiagonalize(
    matrix.map((entry) => entry / unit),
    order,
    wantVectors,
  );
  implicitQl(diagonal, subdiagonal, basis);
  return sortDescending(
    diagonal.map((value) => value * unit),
    basis,
  );
}

/** Largest |entry|, after checking the size and that every entry is finite. */
function largestEntry(matrix: Float64Array, order: number): number {
  if (!Number.isInteger(order) || order < 1 || matrix.length !== order * order)
    throw new RangeError(
      `symmetricEigen: a matrix of order ${order} has ${order * order} entries, received ${matrix.length}`,
    );
  let largest = 0;
  for (let i = 0; i < order; i++)
    for (let j = 0; j <= i; j++) {
      const entry = matrix[i * order + j]!;
      if (!Number.isFinite(entry))
        throw new RangeError(`symmetricEigen: entry [${i}, ${j}] is ${entry}, expected a finite number`);
      largest = Math.max(largest, Math.abs(entry));
    }
  return largest;
}

/** Diagonalises T in place by QL sweeps; every rotation also turns two rows of `basis`. */
function implicitQl(
  diagonal: Float64Array,
  subdiagonal: Float64Array,
  basis: Float64Array | undefined,
): void {
  const n = diagonal.length;
  // Couplings at the rounding level of ‖T‖ are lost already: without this, blocks of zero eigenvalues never settle.
  let negligible = 0;
  for (let i = 0; i < n; i++)
    negligible = Math.max(negligible, Number.EPSILON * (Math.abs(diagonal[i]!) + Math.abs(subdiagonal[i]!)));
  for (let start = 0; start < n; start++) {
    for (let sweep = 0; ; sweep++) {
      const end = firstSplit(subdiagonal, start, negligible);
      if (end === start) break;
      if (sweep === sweepLimit)
        throw new ConvergenceError(
          `symmetricEigen: eigenvalue ${start + 1} of ${n} did not converge in ${sweepLimit} sweeps; ` +
            `off-diagonal ${subdiagonal[start]!.toExponential(2)}`,
        );
      sweepOnce(diagonal, subdiagonal, start, end, basis);
    }
  }
}

/** The first row at or after `start` whose coupling to the next row is lost in rounding. */
function firstSplit(subdiagonal: Float64Array, start: number, negligible: number): number {
  const last = subdiagonal.length - 1;
  for (let i = start; i < last; i++) if (Math.abs(subdiagonal[i]!) <= negligible) return i;
  return last;
}

/** One implicit QL sweep with Wilkinson's shift on rows `start`..`end`. */
function sweepOnce(
  diagonal: Float64Array,
  subdiagonal: Float64Array,
  start: number,
  end: number,
  basis: Float64Array | undefined,
): void {
  const half = (diagonal[start + 1]! - diagonal[start]!) / (2 * subdiagonal[start]!);
  const root = Math.hypot(half, 1);
  let bulge = diagonal[end]! - diagonal[start]! + subdiagonal[start]! / (half + (half < 0 ? -root : root));
  let sine = 1;
  let cosine = 1;
  let shift = 0;
  for (let i = end - 1; i >= start; i--) {
    const f = sine * subdiagonal[i]!;
    const b = cosine * subdiagonal[i]!;
    const r = Math.hypot(f, bulge);
    subdiagonal[i + 1] = r;
    if (r === 0) {
      diagonal[i + 1]! -= shift;
      subdiagonal[end] = 0;
      return;
    }
    sine = f / r;
    cosine = bulge / r;
    const g = diagonal[i + 1]! - shift;
    const t = (diagonal[i]! - g) * sine + 2 * cosine * b;
    shift = sine * t;
    diagonal[i + 1] = g + shift;
    bulge = cosine * t - b;
    if (basis) rotateRows(basis, diagonal.length, i, cosine, sine);
  }
  diagonal[start]! -= shift;
  subdiagonal[start] = bulge;
  subdiagonal[end] = 0;
}

function rotateRows(basis: Float64Array, n: number, i: number, cosine: number, sine: number): void {
  for (let j = i * n, next = j + n; j < (i + 1) * n; j++, next++) {
    const upper = basis[j]!;
    const lower = basis[next]!;
    basis[next] = sine * upper + cosine * lower;
    basis[j] = cosine * upper - sine * lower;
  }
}

function sortDescending(
  values: Float64Array,
  basis: Float64Array | undefined,
): { values: Float64Array; vectors?: Float64Array } {
  const n = values.length;
  if (!basis) return { values: values.sort().reverse() };
  const order = Array.from(values.keys()).sort((a, b) => values[b]! - values[a]!);
  const vectors = new Float64Array(n * n);
  order.forEach((from, to) => {
    vectors.set(basis.subarray(from * n, (from + 1) * n), to * n);
  });
  return { values: Float64Array.from(order, (m) => values[m]!), vectors };
}
