import { rowsOf, type Matrix, type Numbers } from '../../tensors/matrix.ts';
import type { Ops } from '../../tensors/ops.ts';
import type { Random } from '../random.ts';
import type { GramProduct } from './jacobian-gram.ts';

/** The running samples of a batch: rows are samples, those that have converged are removed. */
export interface JacobianBatch<Data extends Numbers> {
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
export interface Tridiagonal {
  diagonal: Float64Array;
  coupling: Float64Array;
  /** The last Ritz value. */
  ritz: number;
  /** The value when its error was small enough: in float32 it drifts once copies of it appear. */
  accurate?: number;
}

/**
 * Random unit vectors, to float32: what rounding leaves of their length goes into the first step.
 * @param shape how many, and how long
 * @param randomOf where the numbers of each come from
 * @returns [D, n]; new memory
 */
export function randomRows(
  { rows, columns }: Pick<Matrix, 'rows' | 'columns'>,
  randomOf: (row: number) => Random,
): Float32Array {
  const starts = new Float32Array(rows * columns);
  const start = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    randomOf(row).fillGaussian(start);
    const norm = Math.sqrt(start.reduce((sum, x) => sum + x * x, 0));
    for (let j = 0; j < columns; j++) starts[row * columns + j] = start[j]! / norm;
  }
  return starts;
}

/**
 * Begins a batch with all samples.
 * @param ops operations
 * @param slopes σ', [D, n]
 * @param starts where each sample starts, [D, n]; left as it is
 * @returns the batch, in new memory
 */
export function startBatch<Data extends Numbers>(
  ops: Ops<Data>,
  slopes: Matrix<Data>,
  starts: Float32Array,
): JacobianBatch<Data> {
  const { rows, columns } = slopes;
  const block = (): Matrix<Data> => ({ rows, columns, data: ops.allocate(rows * columns) });
  const [current, turned] = [block(), block()];
  current.data.set(starts);
  for (let i = 0; i < starts.length; i++) turned.data[i] = starts[i]! * slopes.data[i]!;
  const lengths = Float64Array.from({ length: rows }, (_, row) =>
    Math.sqrt(dotOf(starts, starts, row * columns, (row + 1) * columns)),
  );
  return {
    samples: Int32Array.from({ length: rows }, (_, sample) => sample),
    slopes,
    current,
    previous: block(),
    turned,
    image: block(),
    lengths,
    lengthsBefore: new Float64Array(rows),
  };
}

/**
 * One step of every running sample; appends to its T.
 * @param product multiplies by A Aᵀ
 * @param batch the running samples
 * @param step number of the step, from 0
 * @param tridiagonals T of every sample, by the sample's number
 */
export async function advanceBatch<Data extends Numbers>(
  product: GramProduct<Data>,
  batch: JacobianBatch<Data>,
  step: number,
  tridiagonals: readonly Tridiagonal[],
): Promise<void> {
  const { current, previous, turned, image } = batch;
  await product(turned, image);
  stepRows(batch, step, tridiagonals);
  [batch.previous, batch.current] = [current, previous];
}

/**
 * Writes the next vectors in the place of the previous ones, and times the slopes as the next `turned`: two loops a row, since these take longer than
 * the product.
 */
function stepRows(batch: JacobianBatch<Numbers>, step: number, tridiagonals: readonly Tridiagonal[]): void {
  const { samples, lengths, lengthsBefore } = batch;
  const { columns } = batch.current;
  for (let row = 0; row < samples.length; row++) {
    const { diagonal, coupling } = tridiagonals[samples[row]!]!;
    const length = lengths[row]!;
    const inverse = length > 0 ? 1 / length : 0;
    const [start, end] = [row * columns, (row + 1) * columns];
    const alpha = dotOf(batch.turned.data, batch.image.data, start, end) * inverse * inverse;
    const before = lengthsBefore[row]! > 0 ? length / lengthsBefore[row]! : 0;
    const factors = { inverse, alpha: alpha * inverse, before };
    const beta = Math.sqrt(nextVector(batch, factors, start, end));
    diagonal[step] = alpha;
    coupling[step] = beta;
    lengthsBefore[row] = length;
    lengths[row] = beta;
  }
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

/** previous ← inverse · image ∘ slopes − α · current − before · previous, turned ← that ∘ slopes; returns its squared length. */
function nextVector(
  batch: JacobianBatch<Numbers>,
  { inverse, alpha, before }: { inverse: number; alpha: number; before: number },
  start: number,
  end: number,
): number {
  const slopes = batch.slopes.data;
  const image = batch.image.data;
  const current = batch.current.data;
  const previous = batch.previous.data;
  const turned = batch.turned.data;
  let squared = 0;
  for (let i = start; i < end; i++) {
    const slope = slopes[i]!;
    const next = inverse * image[i]! * slope - alpha * current[i]! - before * previous[i]!;
    previous[i] = next;
    turned[i] = next * slope;
    squared += next * next;
  }
  return squared;
}

/**
 * Moves the running rows together; the memory is kept.
 * @param batch the batch before
 * @param running numbers of the rows that stay, ascending
 * @returns the batch of these rows
 */
export function compactBatch<Data extends Numbers>(
  batch: JacobianBatch<Data>,
  running: readonly number[],
): JacobianBatch<Data> {
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
