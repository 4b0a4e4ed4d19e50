import type { Matrix, Numbers } from '../../tensors/matrix.ts';
import type { Ops } from '../../tensors/ops.ts';
import { ConvergenceError } from '../convergence-error.ts';
import { missProbability } from '../linalg/miss-probability.ts';
import { largestRitz } from '../linalg/ritz.ts';
import { ritzError } from '../linalg/ritz-error.ts';
import { createRandom } from '../random.ts';
import {
  advanceBatch,
  compactBatch,
  randomRows,
  startBatch,
  type JacobianBatch,
  type Tridiagonal,
} from './jacobian-batch.ts';
import { gramProduct, scaledSlopes, scaledWeight } from './jacobian-gram.ts';

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
  /** Starts of earlier calls, [D, n] by purpose and first sample: drawing them takes as long as a tenth of the products. */
  kept?: Map<string, Float32Array>;
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
  { firstSample = 0, purpose = 'layerwise-jacobian', kept }: JacobianStarts = {},
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
  const name = `${purpose}/${firstSample}`;
  const starts = kept?.get(name) ?? randomRows(slopes, (row) => createRandom(firstSample + row, purpose));
  kept?.set(name, starts);
  let batch = startBatch(ops, scaled.slopes, starts);
  const accuracy = Math.max(tolerance * safety, roundingFloor);
  for (let step = 0; batch.samples.length > 0; step++) {
    if (step === limit)
      throw new ConvergenceError(
        `jacobianLanczos: ${batch.samples.length} of ${slopes.rows} samples did not reach relative accuracy ` +
          `${tolerance} in ${limit} steps, the first of them sample ${firstSample + batch.samples[0]!}`,
      );
    await advanceBatch(product, batch, step, tridiagonals);
    const taken = step + 1;
    if (taken < firstCheck || (taken - firstCheck) % checkEvery !== 0) continue;
    const running = stillRunning(batch, taken, accuracy, tridiagonals, norms);
    if (running.length < batch.samples.length) batch = compactBatch(batch, running);
  }
  return norms.map((norm, sample) => norm * (scaled.units[sample]! * shared.unit) ** 2);
}

/** Rows whose error is still too large; the others' norms are written. */
function stillRunning(
  batch: JacobianBatch<Numbers>,
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
