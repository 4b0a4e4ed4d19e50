import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { rowsOf, zeros, type Matrix } from '../../tensors/matrix.ts';
import type { Ops } from '../../tensors/ops.ts';
import { ConvergenceError } from '../convergence-error.ts';
import { largestRitz } from '../linalg/ritz.ts';

/** The error estimate may be too small where two singular values lie close together: ask for a hundredth. */
const safety = 0.01;
/** No error estimate is smaller than what rounding leaves. */
const roundingFloor = 1e-14;
/** Steps before the first look at the error, and between looks. */
const firstCheck = 8;
const checkEvery = 4;

/** The running samples of a batch: rows are samples, retired ones are removed. */
interface Batch {
  /** Which sample each row belongs to. */
  samples: Int32Array;
  slopes: Matrix;
  /** Right and left Lanczos vectors v [·, n], u [·, m], and their images. */
  right: Matrix;
  left: Matrix;
  rightImage: Matrix;
  leftImage: Matrix;
  /** Last coupling β of each row. */
  couplings: Float64Array;
}

/** T_k = BᵀB of one sample: a_j = α_j² + β_{j−1}², b_j = α_j β_j. */
interface Tridiagonal {
  diagonal: Float64Array;
  coupling: Float64Array;
  /** The last Ritz value, a lower bound of the next. */
  ritz: number;
}

/**
 * ‖J_s‖² for J_s = diag(σ'_s) A by Golub–Kahan–Lanczos bidiagonalisation of all samples at once.
 *
 * α_k u_k = v_k J − β_{k−1} u_{k−1}, β_k v_{k+1} = u_k Jᵀ − α_k v_k on row vectors, so that one step of every sample is two
 * products with the shared A: [D, n]·[n, m] and back (Golub and Van Loan, section 10.4). Without reorthogonalisation: copies of
 * converged singular values do not disturb the largest one. Samples that have converged leave the batch.
 * @param ops operations
 * @param slopes σ'(x̂), [D, n]
 * @param weight A, [n, m]
 * @param tolerance relative accuracy of ‖J_s‖²
 * @returns ‖J_s‖², [D]; new memory
 * @throws {ConvergenceError} when a sample needs more than min(n, m) + 64 steps
 */
export async function golubKahanNorms(
  ops: Ops,
  slopes: Matrix,
  weight: Matrix,
  tolerance: number,
): Promise<Float64Array> {
  const limit = Math.min(weight.rows, weight.columns) + 64;
  const norms = new Float64Array(slopes.rows);
  const tridiagonals = Array.from({ length: slopes.rows }, () => ({
    diagonal: new Float64Array(limit),
    coupling: new Float64Array(limit),
    ritz: 0,
  }));
  let batch = startBatch(slopes, weight.columns);
  for (let step = 0; batch.samples.length > 0; step++) {
    if (step === limit)
      throw new ConvergenceError(
        `golubKahanNorms: ${batch.samples.length} of ${slopes.rows} samples did not reach relative accuracy ` +
          `${tolerance} in ${limit} steps, the first of them sample ${batch.samples[0]!}`,
      );
    await advance(ops, batch, weight, step, tridiagonals);
    const taken = step + 1;
    if (taken < firstCheck || (taken - firstCheck) % checkEvery !== 0) continue;
    const running = stillRunning(
      batch,
      taken,
      Math.max(tolerance * safety, roundingFloor),
      tridiagonals,
      norms,
    );
    if (running.length < batch.samples.length) batch = compact(batch, running);
  }
  return norms;
}

/** Every sample starts from the same random vector, the same in every call. */
function startBatch(slopes: Matrix, m: number): Batch {
  const { rows, columns: n } = slopes;
  const generator = xoroshiro128plus(1);
  const start = Float64Array.from({ length: n }, () => generator.next() / 2 ** 31);
  const norm = Math.sqrt(start.reduce((sum, x) => sum + x * x, 0));
  const right = zeros(rows, n);
  for (let row = 0; row < rows; row++) for (let j = 0; j < n; j++) right.data[row * n + j] = start[j]! / norm;
  return {
    samples: Int32Array.from({ length: rows }, (_, sample) => sample),
    slopes: { ...slopes, data: slopes.data.slice() },
    right,
    left: zeros(rows, m),
    rightImage: zeros(rows, n),
    leftImage: zeros(rows, m),
    couplings: new Float64Array(rows),
  };
}

/** One step of every running sample; appends to its T. */
async function advance(
  ops: Ops,
  batch: Batch,
  weight: Matrix,
  step: number,
  tridiagonals: readonly Tridiagonal[],
): Promise<void> {
  const { samples, slopes, right, left, rightImage, leftImage, couplings } = batch;
  const { rows: n, columns: m } = weight;
  for (let i = 0; i < right.data.length; i++) rightImage.data[i] = right.data[i]! * slopes.data[i]!;
  await ops.gemm(rightImage, weight, leftImage);
  const alphas = new Float64Array(samples.length);
  for (let row = 0; row < samples.length; row++)
    alphas[row] = replaceByRemainder(left.data, leftImage.data, couplings[row]!, row * m, (row + 1) * m);
  await ops.gemm(left, weight, rightImage, { transposeB: true });
  for (let i = 0; i < right.data.length; i++) rightImage.data[i]! *= slopes.data[i]!;
  for (let row = 0; row < samples.length; row++) {
    const alpha = alphas[row]!;
    const previous = couplings[row]!;
    const beta = replaceByRemainder(right.data, rightImage.data, alpha, row * n, (row + 1) * n);
    const { diagonal, coupling } = tridiagonals[samples[row]!]!;
    diagonal[step] = alpha * alpha + previous * previous;
    coupling[step] = alpha * beta;
    couplings[row] = beta;
  }
}

/** vector ← (image − factor·vector) normalised, on [start, end); returns the norm before. */
function replaceByRemainder(
  vector: Float64Array,
  image: Float64Array,
  factor: number,
  start: number,
  end: number,
): number {
  let squared = 0;
  for (let i = start; i < end; i++) {
    const rest = image[i]! - factor * vector[i]!;
    vector[i] = rest;
    squared += rest * rest;
  }
  const norm = Math.sqrt(squared);
  const scale = norm > 0 ? 1 / norm : 0;
  for (let i = start; i < end; i++) vector[i]! *= scale;
  return norm;
}

/** Rows whose error is still too large; the others' norms are written. */
function stillRunning(
  batch: Batch,
  order: number,
  tolerance: number,
  tridiagonals: readonly Tridiagonal[],
  norms: Float64Array,
): number[] {
  const running: number[] = [];
  batch.samples.forEach((sample, row) => {
    const state = tridiagonals[sample]!;
    const { value, error } = largestRitz(
      state.diagonal,
      state.coupling,
      order,
      tolerance / 10,
      state.ritz * (1 - 1e-12),
    );
    // A value that no longer grows by rounding has converged too: copies of it may hide that from the error estimate.
    const settled = value - state.ritz <= 16 * Number.EPSILON * value;
    if (error <= tolerance * value || settled) norms[sample] = value;
    else running.push(row);
    state.ritz = value;
  });
  return running;
}

/** Moves the running rows together; the memory is kept. */
function compact(batch: Batch, running: readonly number[]): Batch {
  const keep = (source: Matrix): Matrix => {
    const { columns, data } = source;
    running.forEach((row, to) => data.copyWithin(to * columns, row * columns, (row + 1) * columns));
    return rowsOf(source, 0, running.length);
  };
  return {
    samples: Int32Array.from(running, (row) => batch.samples[row]!),
    slopes: keep(batch.slopes),
    right: keep(batch.right),
    left: keep(batch.left),
    rightImage: rowsOf(batch.rightImage, 0, running.length),
    leftImage: rowsOf(batch.leftImage, 0, running.length),
    couplings: Float64Array.from(running, (row) => batch.couplings[row]!),
  };
}
