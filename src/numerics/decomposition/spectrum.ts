import type { Matrix } from '../../tensors/matrix.ts';
import { matrix } from '../../tensors/matrix.ts';
import type { Ops } from '../../tensors/ops.ts';
import { ConvergenceError } from '../convergence-error.ts';
import { eigenSolver } from '../eigen/eigen-solver.ts';
import type { BlockProduct, CurvatureMatrix } from '../network/block-product.ts';
import type { Random } from '../random.ts';

/** Ends of the spectra of the Hessian and of its two parts (Eq. 2). */
export interface SpectrumEnds {
  /** λ_max of the Hessian; λ_min too where it is the larger one by magnitude. */
  hessian: { largest: number; smallest?: number };
  /** λ_1(G). */
  gaussNewton: { largest: number };
  /** λ_max(H) and λ_min(H). */
  residual: { largest: number; smallest: number };
}

/** Finds the ends again and again along a training run, each time starting from the last snapshot's eigenvectors. */
export interface SpectrumFinder {
  find(): Promise<SpectrumEnds>;
}

/** Random directions beside the last eigenvector, so that one that has risen since is not missed. */
const freshDirections = 2;
/** One product a round. */
const roundLimit = 400;

/**
 * Prepares the search for λ_max of the Hessian and of G, and for both ends of H.
 *
 * The solver finds the eigenvalue of largest magnitude, which is one end of the spectrum; the other is that of M − λI, whose
 * Krylov spaces are those of M. One solver's memory serves all matrices.
 * @param ops operations
 * @param size P
 * @param products multiplies by each matrix, at the point of the last gradient
 * @param tolerance largest residual ‖Mv − λv‖/|λ|; the eigenvalue's error is about its square over the relative gap
 * @param random start vectors
 * @returns the finder
 */
export function spectrumFinder(
  ops: Ops,
  size: number,
  products: Record<CurvatureMatrix, BlockProduct>,
  tolerance: number,
  random: Random,
): SpectrumFinder {
  const guards = Math.min(freshDirections, size - 1);
  const solver = eigenSolver(ops, size, {
    pairs: 1,
    guards,
    tolerance,
    lastTolerance: tolerance,
    maxRounds: roundLimit,
  });
  const known = new Map<string, Float64Array>();

  /** The eigenvalue of M − shift·I of largest magnitude, plus the shift. */
  const extreme = async (name: CurvatureMatrix, end: 'first' | 'other', shift: number): Promise<number> => {
    const key = `${name} ${end}`;
    random.fillGaussian(solver.block.data);
    const start = known.get(key);
    if (start !== undefined) solver.block.data.set(start);
    const found = await solver.solve(shifted(ops, products[name], shift), true);
    if (!found.converged)
      throw new ConvergenceError(
        `spectrum of ${name}: residual ${found.lastResidual.toExponential(2)} after ${found.directions} products, ` +
          `expected at most ${tolerance.toExponential(2)}`,
      );
    known.set(key, found.vectors.data.slice());
    return found.values[0]! + shift;
  };

  /** Both ends, largest first; the first found is the one of larger magnitude. */
  const bothEnds = async (name: CurvatureMatrix): Promise<[number, number]> => {
    const first = await extreme(name, 'first', 0);
    const other = await extreme(name, 'other', first);
    return first > other ? [first, other] : [other, first];
  };

  return {
    async find() {
      const first = await extreme('hessian', 'first', 0);
      const hessian =
        first > 0
          ? { largest: first }
          : { largest: await extreme('hessian', 'other', first), smallest: first };
      const gaussNewton = { largest: await extreme('gauss-newton', 'first', 0) };
      const [largest, smallest] = await bothEnds('residual');
      return { hessian, gaussNewton, residual: { largest, smallest } };
    },
  };
}

function shifted(ops: Ops, product: BlockProduct, shift: number): BlockProduct {
  if (shift === 0) return product;
  return async (directions: Matrix, results: Matrix) => {
    await product(directions, results);
    ops.axpy(-shift, directions.data, results.data);
  };
}

/**
 * Relative error of Hessian·v = G·v + H·v on a random vector v.
 * @param size P
 * @param products multiplies by each matrix
 * @param random draws v
 * @returns ‖Hessian v − G v − H v‖ / ‖Hessian v‖
 */
export async function splitError(
  size: number,
  products: Record<CurvatureMatrix, BlockProduct>,
  random: Random,
): Promise<number> {
  const vector = matrix(new Float64Array(size), 1, size);
  random.fillGaussian(vector.data);
  const image = async (name: CurvatureMatrix): Promise<Float64Array> => {
    const result = matrix(new Float64Array(size), 1, size);
    await products[name](vector, result);
    return result.data;
  };
  const whole = await image('hessian');
  const first = await image('gauss-newton');
  const second = await image('residual');
  let difference = 0;
  let total = 0;
  for (let i = 0; i < size; i++) {
    difference += (whole[i]! - first[i]! - second[i]!) ** 2;
    total += whole[i]! ** 2;
  }
  return Math.sqrt(difference / total);
}
