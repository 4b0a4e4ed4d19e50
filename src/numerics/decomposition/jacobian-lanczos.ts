import { rowsOf, type Matrix, type Numbers } from '../../tensors/matrix.ts';
import type { Ops } from '../../tensors/ops.ts';
import { ConvergenceError } from '../convergence-error.ts';
import { missProbability } from '../linalg/miss-probability.ts';
import { largestRitz } from '../linalg/ritz.ts';
import { ritzError } from '../linalg/ritz-error.ts';
import { createRandom } from '../random.ts';
import { scaledSlopes, scaledWeight, type GramProduct, gramProduct } from './jacobian-gram.ts';

/** The error estimate may be too small where two singular values lie close together: ask for a tenth. */
const safety = 0.1;
/** No error estimate is smaller than what rounding leaves. */
const roundingFloor = 1e-14;
/** A ‖J‖² that is larger by this part has been missed with this probability at most. */
const missed = { beyond: 0.02, probability: 1e-6 };
/** Steps before the first look at the error, and between looks. */
const firstCheck = 8;
const checkEvery = 4;

/** Which random numbers a sample starts from. */
export interface JacobianStarts {
  /** Number of the first sample of the batch: a sample's start is its own whatever the batch. Default 0. */
  firstSample?: number;
  /** A second search with another purpose is independent of the first. Default `layerwise-jacobian`. */
  purpose?: string;
}

/** The running samples of a batch: rows are samples, those that have converged are removed. */
interface Batch<Data extends Numbers> {
  /** Which sample each row belongs to. */
  samples: Int32Array;
  slopes: Matrix<Data>;
  /** Lanczos vectors, the last and the one before, in each row times a length of its own. */
  current: Matrix<Data>;
  previous: Matrix<Data>;
  /** The last vectors times the slopes, and that times A Aᵀ. */
  turned: Matrix<Data>;
  image: Matrix<Data>;
  /** Lengths of the last vectors and of those before, each the coupling β that it came from; 0 where there was none. */
  lengths: Float64Array;
  lengthsBefore: Float64Array;
}

/** T_k of one sample. */
interface Tridiagonal {
  diagonal: Float64Array;
  coupling: Float64Array;
  /** The last Ritz value. */
  ritz: number;
  /** The value when its error was small enough: in float32 it drifts once copies of it appear. */
  accurate?: number;
}

/**
 * ‖J_s‖² = λ_1(J_s J_sᵀ), J_s = diag(σ'_s) A, by Lanczos on all samples at once.
 *
 * J_s J_sᵀ = diag(σ'_s) (A Aᵀ) diag(σ'_s), so one step of every sample is one product with the shared A Aᵀ, [D, n]·[n, n], or two with A
 * where that is less. Without reorthogonalisation: copies of converged values do not disturb the largest one. Every sample
 * starts from random numbers of its own, and is accepted when two things hold: its error ‖r‖²/gap (Kato and Temple) is small enough, and a
 * ‖J_s‖² larger by 2 % has been missed with a probability of at most 1e-6 (`missProbability`). What lies nearer than that is missed
 * with a probability in inverse proportion to its distance, so that the mean over the samples is not moved.
 * @param ops operations, float64 or float32; in float32 ‖J_s‖² has an error of some 1e-7
 * @param slopes σ'(x̂), [D, n]
 * @param weight A, [n, m]
 * @param tolerance relative accuracy of ‖J_s‖²
 * @param starts of the samples
 * @returns ‖J_s‖², [D]; new memory
 * @throws {ConvergenceError} when a sample needs more than n + 64 steps
 */
export async function jacobianLanczos<Data extends Numbers>(
  ops: Ops<Data>,
  slopes: Matrix,
  weight: Matrix,
  tolerance: number,
  { firstSample = 0, purpose = 'layerwise-jacobian' }: JacobianStarts = {},
): Promise<Float64Array> {
  const limit = weight.rows + 64;
  const norms = new Float64Array(slopes.rows);
  const scaled = scaledSlopes(ops, slopes);
  const shared = scaledWeight(ops, weight);
  const product = await gramProduct(ops, shared.weight);
  const tridiagonals = Array.from({ length: slopes.rows }, (): Tridiagonal => ({
    diagonal: new Float64Array(limit),
    coupling: new Float64Array(limit),
    ritz: 0,
  }));
  let batch = startBatch(ops, scaled.slopes, (sample) => createRandom(firstSample + sample, purpose));
  const accuracy = Math.max(tolerance * safety, roundingFloor);
  for (let step = 0; batch.samples.length > 0; step++) {
    if (step === limit)
      throw new ConvergenceError(
        `jacobianLanczos: ${batch.samples.length} of ${slopes.rows} samples did not reach relative accuracy ` +
          `${tolerance} in ${limit} steps, the first of them sample ${firstSample + batch.samples[0]!}`,
      );
    await advance(product, batch, step, tridiagonals);
    const taken = step + 1;
    if (taken < firstCheck || (taken - firstCheck) % checkEvery !== 0) continue;
    const running = stillRunning(batch, taken, accuracy, tridiagonals, norms);
    if (running.length < batch.samples.length) batch = compact(batch, running);
  }
  return norms.map((norm, sample) => norm * (scaled.units[sample]! * shared.unit) ** 2);
}

function startBatch<Data extends Numbers>(
  ops: Ops<Data>,
  slopes: Matrix<Data>,
  randomOf: (sample: number) => ReturnType<typeof createRandom>,
): Batch<Data> {
  const { rows, columns } = slopes;
  const block = (): Matrix<Data> => ({ rows, columns, data: ops.allocate(rows * columns) });
  const [current, turned] = [block(), block()];
  const start = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    randomOf(row).fillGaussian(start);
    const norm = Math.sqrt(start.reduce((sum, x) => sum + x * x, 0));
    for (let j = 0, i = row * columns; j < columns; j++, i++) {
      current.data[i] = start[j]! / norm;
      turned.data[i] = current.data[i]! * slopes.data[i]!;
    }
  }
  return {
    samples: Int32Array.from({ length: rows }, (_, sample) => sample),
    slopes,
    current,
    previous: block(),
    turned,
    image: block(),
    lengths: new Float64Array(rows).fill(1),
    lengthsBefore: new Float64Array(rows),
  };
}

/** One step of every running sample; appends to its T. */
async function advance<Data extends Numbers>(
  product: GramProduct<Data>,
  batch: Batch<Data>,
  step: number,
  tridiagonals: readonly Tridiagonal[],
): Promise<void> {
  const { samples, current, previous, turned, image, lengths, lengthsBefore } = batch;
  const { columns } = current;
  await product(turned, image);
  for (let row = 0; row < samples.length; row++) {
    const { diagonal, coupling } = tridiagonals[samples[row]!]!;
    const length = lengths[row]!;
    const inverse = length > 0 ? 1 / length : 0;
    const first = row * columns;
    const alpha = dotOf(turned.data, image.data, first, first + columns) * inverse * inverse;
    const before = lengthsBefore[row]! > 0 ? length / lengthsBefore[row]! : 0;
    const beta = nextVector(batch, first, [inverse, alpha * inverse, before]);
    diagonal[step] = alpha;
    coupling[step] = beta;
    lengthsBefore[row] = length;
    lengths[row] = beta;
  }
  [batch.previous, batch.current] = [current, previous];
}

function dotOf(a: Numbers, b: Numbers, start: number, end: number): number {
  // Two sums: a single one would wait for each addition to finish.
  let even = 0;
  let odd = 0;
  let i = start;
  for (; i < end - 1; i += 2) {
    even += a[i]! * b[i]!;
    odd += a[i + 1]! * b[i + 1]!;
  }
  return i < end ? even + odd + a[i]! * b[i]! : even + odd;
}

/**
 * Writes image ∘ slopes, current and previous, combined by the factors, in the place of the previous vector, and times the slopes once more as the next `turned`:
 * one pass, since these loops take longer than the products. Returns the length.
 */
function nextVector(
  { slopes: { data: slopes, columns }, ...batch }: Batch<Numbers>,
  first: number,
  [ofImage, ofCurrent, ofPrevious]: readonly [number, number, number],
): number {
  const image = batch.image.data;
  const current = batch.current.data;
  const previous = batch.previous.data;
  const turned = batch.turned.data;
  let squared = 0;
  for (let i = first; i < first + columns; i++) {
    const slope = slopes[i]!;
    const next = ofImage * image[i]! * slope - ofCurrent * current[i]! - ofPrevious * previous[i]!;
    previous[i] = next;
    turned[i] = next * slope;
    squared += next * next;
  }
  return Math.sqrt(squared);
}

/** Rows whose error is still too large; the others' norms are written. */
function stillRunning(
  batch: Batch<Numbers>,
  order: number,
  accuracy: number,
  tridiagonals: readonly Tridiagonal[],
  norms: Float64Array,
): number[] {
  const running: number[] = [];
  const start = { dimension: batch.current.columns, randomPart: 1 };
  batch.samples.forEach((sample, row) => {
    const state = tridiagonals[sample]!;
    const { diagonal, coupling, ritz } = state;
    const first = largestRitz(diagonal, coupling, order, accuracy / 1000, ritz * (1 - 1e-12));
    const { value } = first;
    // A value that no longer grows by rounding has converged too: copies of it may hide that from the error estimate.
    const settled = value - ritz <= 16 * Number.EPSILON * value;
    if (state.accurate !== undefined && value > state.accurate * (1 + 100 * accuracy)) delete state.accurate;
    if (settled || ritzError(diagonal, coupling, order, first, accuracy * value) <= accuracy * value)
      state.accurate ??= value;
    const beyond = value * (1 + missed.beyond);
    const found =
      state.accurate !== undefined &&
      (value === 0 || missProbability(diagonal, coupling, order, beyond, start) <= missed.probability);
    if (found) norms[sample] = state.accurate!;
    else running.push(row);
    state.ritz = value;
  });
  return running;
}

/** Moves the running rows together; the memory is kept. */
function compact<Data extends Numbers>(batch: Batch<Data>, running: readonly number[]): Batch<Data> {
  const keep = (source: Matrix<Data>): Matrix<Data> => {
    const { columns, data } = source;
    running.forEach((row, to) => data.copyWithin(to * columns, row * columns, (row + 1) * columns));
    return rowsOf(source, 0, running.length);
  };
  return {
    samples: Int32Array.from(running, (row) => batch.samples[row]!),
    slopes: keep(batch.slopes),
    current: keep(batch.current),
    previous: keep(batch.previous),
    turned: keep(batch.turned),
    image: rowsOf(batch.image, 0, running.length),
    lengths: Float64Array.from(running, (row) => batch.lengths[row]!),
    lengthsBefore: Float64Array.from(running, (row) => batch.lengthsBefore[row]!),
  };
}
