import { matrix, type Numbers } from '../../tensors/matrix.ts';
import type { Ops } from '../../tensors/ops.ts';
import { ConvergenceError } from '../convergence-error.ts';
import { missProbability } from '../linalg/miss-probability.ts';
import { largestRitz } from '../linalg/ritz.ts';
import { ritzError } from '../linalg/ritz-error.ts';
import { ritzComponents } from '../linalg/ritz-components.ts';
import type { BlockProduct } from '../network/block-product.ts';

/** Which ends of a spectrum are wanted, and how accurately. */
export interface EndsRequest {
  /** Name of the matrix, for messages. */
  name: string;
  ends: readonly ('largest' | 'smallest')[];
  /** Relative to the largest |λ| found, or to `scale` where that is larger. */
  tolerance: number;
  /** Size of what the eigenvalues are a part of. Default 0. */
  scale?: number;
  /** ρ, weight of the random unit vector in the unit start vector. Default 1. */
  randomPart?: number;
  /** No eigenvalue is larger, where a bound is known. */
  ceiling?: number;
  /** Whether the eigenvector of the first end is wanted; every Lanczos vector is then kept, and orthogonal to all others. */
  vector?: boolean;
}

/** Ends of a spectrum. */
export interface SpectrumEnd<Data extends Numbers> {
  /** In the order of the request. */
  values: number[];
  products: number;
  /** Unit eigenvector of the first end, where it was asked for. */
  vector?: Data;
}

/** An eigenvalue that lies farther out by this part of the largest |λ| has been missed with this probability at most. */
const missed = { beyond: 0.01, probability: 1e-6 };
/** In large spaces, where a product costs more, as little as this has to do. */
const missedInLarge = { beyond: 0.1, probability: 1e-2 };
const large = 1e5;
/** T of a few steps knows too little of the spectrum. */
const fewestProducts = 6;
const stepLimit = 1000;
/** Copies appear no earlier than this. */
const settledAfter = 20;

/** One end of the spectrum: the largest eigenvalue of sign·M. */
interface End {
  sign: 1 | -1;
  value: number;
  /** The value when its error was small enough: in float32 it drifts once copies of it appear. */
  accurate?: number;
  converged: boolean;
}

/**
 * The algebraically largest and smallest eigenvalues of a symmetric matrix by plain Lanczos.
 *
 * β_{j+1} q_{j+1} = M q_j − α_j q_j − β_j q_{j−1}; the ends of the spectrum of T_j converge to those of M. Without
 * reorthogonalisation only three vectors are read: copies of converged eigenvalues appear in T, but never beyond the true ends (Paige
 * 1980), so the ends are accurate to rounding. An end is accepted when two things hold: its error, ‖r‖²/gap (Kato and Temple), is
 * small enough, and an eigenvalue beyond it by 1 % of the largest |λ| has been missed with a probability of at most 1e-6, for orders above 1e5 by 10 % with 1e-2
 * (`missProbability`, which says for whichever start), or cannot be there. An eigenvalue that shows later takes the place of one that
 * was accurate. In float32, T and with it the ends have errors of some 1e-7 of the largest |λ|.
 * @param ops operations, float64 or float32
 * @param product multiplies by M
 * @param request which ends, and the accuracy
 * @param start a vector with a random part, [P]; left as it is
 * @param memory three vectors of [P] that are used; a run over many snapshots saves the time of touching new memory
 * @returns the ends asked for, the number of products, and the eigenvector where it is wanted
 * @throws {ConvergenceError} when an end does not settle in 1000 products
 */
export async function lanczosEnds<Data extends Numbers>(
  ops: Ops<Data>,
  product: BlockProduct<Data>,
  request: EndsRequest,
  start: Data,
  memory: readonly Data[] = [1, 2, 3].map(() => ops.allocate(start.length)),
): Promise<SpectrumEnd<Data>> {
  const ends = request.ends.map<End>((end) => ({
    sign: end === 'largest' ? 1 : -1,
    value: -Infinity,
    converged: false,
  }));
  const size = start.length;
  let [current, previous, image] = memory as [Data, Data, Data];
  current.set(start);
  ops.scale(1 / Math.sqrt(await ops.dot(current, current)), current);
  const basis: Data[] = [];
  let unit = 1;
  const diagonal = new Float64Array(stepLimit);
  const coupling = new Float64Array(stepLimit);
  for (let step = 0; step < stepLimit; step++) {
    if (request.vector) basis.push(current.slice() as Data);
    await product(matrix(current, 1, size), matrix(image, 1, size));
    if (step === 0 && !isOrdinary(await ops.dot(image, image))) unit = unitOf(image);
    if (unit !== 1) ops.scale(1 / unit, image);
    if (step > 0) ops.axpy(-coupling[step - 1]!, previous, image);
    const alpha = await ops.dot(current, image);
    ops.axpy(-alpha, current, image);
    for (const vector of basis) ops.axpy(-(await ops.dot(vector, image)), vector, image);
    const beta = Math.sqrt(await ops.dot(image, image));
    diagonal[step] = alpha;
    coupling[step] = beta;
    if (!Number.isFinite(beta)) {
      for (const end of ends) end.value = Number.NaN;
      break;
    }
    const products = step + 1;
    if (beta === 0 || products >= fewestProducts || products === size) {
      updateEnds(ends, { diagonal, coupling, order: products, size }, inUnits(request, unit));
      if (beta === 0 || ends.every((end) => end.converged)) {
        const values = ends.map((end) => end.sign * end.value * unit);
        if (!request.vector) return { values, products };
        const components = ritzComponents(diagonal, coupling, products, values[0]! / unit);
        return { values, products, vector: await combine(ops, basis, components) };
      }
    }
    ops.scale(1 / beta, image);
    [previous, current, image] = [current, image, previous];
  }
  throw new ConvergenceError(
    `${request.name}: ${request.ends.filter((_, i) => !ends[i]!.converged).join(' and ')} eigenvalue did not reach relative ` +
      `accuracy ${request.tolerance} in ${stepLimit} products; T ends at ${ends.map((end) => end.sign * end.value * unit).join(', ')}`,
  );
}

/** Whether numbers with that sum of squares are clear of underflow and overflow. */
function isOrdinary(squared: number): boolean {
  return squared > 1e-200 && squared < 1e200;
}

/** A power of two near the largest entry where squares of such numbers would leave the range of float64, else 1. */
function unitOf(image: Numbers): number {
  let largest = 0;
  for (const value of image) largest = Math.max(largest, Math.abs(value));
  const exponent = Math.ceil(Math.log2(largest));
  return Math.abs(exponent) > 300 && Number.isFinite(exponent)
    ? 2 ** Math.max(-1000, Math.min(1000, exponent))
    : 1;
}

function inUnits(request: EndsRequest, unit: number): EndsRequest {
  if (unit === 1) return request;
  const { scale = 0, ceiling = Infinity } = request;
  return { ...request, scale: scale / unit, ceiling: ceiling / unit };
}

interface Process {
  diagonal: Float64Array;
  coupling: Float64Array;
  order: number;
  size: number;
}

/** Moves each end to the Ritz value of the grown T. */
function updateEnds(ends: End[], { diagonal, coupling, order, size }: Process, request: EndsRequest): void {
  const { tolerance, scale = 0, randomPart = 1, ceiling = Infinity } = request;
  const signed = ends.map((end) => (end.sign > 0 ? diagonal : diagonal.map((entry) => -entry)));
  const found = signed.map((entries) => largestRitz(entries, coupling, order, 2 * Number.EPSILON));
  const largest = Math.max(...found.map(({ value }) => Math.abs(value)));
  const allowed = tolerance * Math.max(scale, largest);

  ends.forEach((end, i) => {
    const { value } = found[i]!;
    const error = ritzError(signed[i]!, coupling, order, found[i]!, allowed);
    // Copies of a converged eigenvalue may hide from the estimate that it has converged.
    const settled = Math.abs(value - end.value) <= 2 * Number.EPSILON * largest && order > settledAfter;
    if (end.accurate !== undefined && value > end.accurate + 10 * allowed) delete end.accurate;
    if (settled || error <= allowed) end.accurate ??= value;
    end.value = end.accurate ?? value;
    const limit = size > large ? missedInLarge : missed;
    const beyond = value + limit.beyond * largest;
    const start = { dimension: size, randomPart };
    end.converged =
      end.accurate !== undefined &&
      ((end.sign > 0 && ceiling <= beyond) ||
        missProbability(signed[i]!, coupling, order, beyond, start) <= limit.probability);
  });
}

/** Σ_j s_j q_j, of length 1. */
async function combine<Data extends Numbers>(
  ops: Ops<Data>,
  basis: readonly Data[],
  components: Float64Array,
): Promise<Data> {
  const sum = ops.allocate(basis[0]!.length);
  for (const [j, vector] of basis.entries()) ops.axpy(components[j]!, vector, sum);
  const length = Math.sqrt(await ops.dot(sum, sum));
  if (length > 0) ops.scale(1 / length, sum);
  return sum;
}
