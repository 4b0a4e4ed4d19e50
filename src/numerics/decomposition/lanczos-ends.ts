import { matrix } from '../../tensors/matrix.ts';
import type { Ops } from '../../tensors/ops.ts';
import { ConvergenceError } from '../convergence-error.ts';
import { largestRitz } from '../linalg/ritz.ts';
import type { BlockProduct } from '../network/block-product.ts';

/** Which ends of a spectrum are wanted, and how accurately. */
export interface EndsRequest {
  /** Name of the matrix, for messages. */
  name: string;
  ends: readonly ('largest' | 'smallest')[];
  /** Relative to the largest |λ| found. */
  tolerance: number;
}

/** The error estimate may be too small where two eigenvalues lie close together: ask for a tenth. */
const safety = 0.1;
const stepLimit = 1000;
const checkEvery = 2;
/** Copies appear no earlier than this. */
const settledAfter = 20;

/** One end of the spectrum: the largest eigenvalue of sign·M. */
interface End {
  sign: 1 | -1;
  value: number;
  converged: boolean;
}

/**
 * The algebraically largest and smallest eigenvalues of a symmetric matrix, without eigenvectors, by plain Lanczos.
 *
 * β_{j+1} q_{j+1} = M q_j − α_j q_j − β_j q_{j−1}; the ends of the spectrum of T_j converge to those of M. Without
 * reorthogonalisation only three vectors are kept and read: copies of converged eigenvalues appear in T, but never beyond the
 * true ends (Paige 1980), so the ends are accurate to rounding.
 * @param ops operations
 * @param product multiplies by M
 * @param request which ends, and the accuracy
 * @param start any vector with a part along every eigenvector that matters, [P]; left as it is
 * @returns the ends asked for, in their order, and the number of products
 * @throws {ConvergenceError} when an end does not settle in 1000 products
 */
export async function lanczosEnds(
  ops: Ops,
  product: BlockProduct,
  request: EndsRequest,
  start: Float64Array,
): Promise<{ values: number[]; products: number }> {
  const ends = request.ends.map<End>((end) => ({
    sign: end === 'largest' ? 1 : -1,
    value: -Infinity,
    converged: false,
  }));
  const size = start.length;
  let previous = new Float64Array(size);
  let current = start.slice();
  let image = new Float64Array(size);
  ops.scale(1 / Math.sqrt(await ops.dot(current, current)), current);
  const diagonal = new Float64Array(stepLimit);
  const coupling = new Float64Array(stepLimit);
  for (let step = 0; step < stepLimit; step++) {
    await product(matrix(current, 1, size), matrix(image, 1, size));
    if (step > 0) ops.axpy(-coupling[step - 1]!, previous, image);
    const alpha = await ops.dot(current, image);
    ops.axpy(-alpha, current, image);
    const beta = Math.sqrt(await ops.dot(image, image));
    diagonal[step] = alpha;
    coupling[step] = beta;
    const products = step + 1;
    if (beta === 0 || products % checkEvery === 0 || products === size) {
      updateEnds(ends, diagonal, coupling, products, request.tolerance * safety);
      if (beta === 0 || ends.every((end) => end.converged))
        return { values: ends.map((end) => end.sign * end.value), products };
    }
    ops.scale(1 / beta, image);
    [previous, current, image] = [current, image, previous];
  }
  throw new ConvergenceError(
    `${request.name}: ${request.ends.filter((_, i) => !ends[i]!.converged).join(' and ')} eigenvalue did not reach relative ` +
      `accuracy ${request.tolerance} in ${stepLimit} products; T ends at ${ends.map((end) => end.sign * end.value).join(', ')}`,
  );
}

/** Moves each end to the Ritz value of the grown T; one that has converged stays so. */
function updateEnds(
  ends: End[],
  diagonal: Float64Array,
  coupling: Float64Array,
  order: number,
  tolerance: number,
): void {
  const estimates = ends.map((end) => {
    const signed = end.sign > 0 ? diagonal : diagonal.map((entry) => -entry);
    return largestRitz(signed, coupling, order, 2 * Number.EPSILON);
  });
  const scale = Math.max(...estimates.map(({ value }) => Math.abs(value)));
  ends.forEach((end, i) => {
    const { value, error } = estimates[i]!;
    // Copies of a converged eigenvalue may hide from the estimate that it has converged.
    const settled = Math.abs(value - end.value) <= 2 * Number.EPSILON * scale;
    end.converged ||= error <= tolerance * scale || (settled && order > settledAfter);
    end.value = Math.max(end.value, value);
  });
}
