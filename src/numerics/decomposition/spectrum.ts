import { matrix } from '../../tensors/matrix.ts';
import type { Ops } from '../../tensors/ops.ts';
import type { BlockProduct, CurvatureMatrix } from '../network/block-product.ts';
import type { Random } from '../random.ts';
import { lanczosEnds } from './lanczos-ends.ts';

/** Ends of the spectra of the Hessian and of its two parts (Eq. 2), algebraic and not by magnitude. */
export interface SpectrumEnds {
  /** λ_max of the Hessian. */
  hessian: { largest: number };
  /** λ_1(G). */
  gaussNewton: { largest: number };
  /** λ_max(H) and λ_min(H). */
  residual: { largest: number; smallest: number };
}

/**
 * λ_max of the Hessian and of G, and both ends of H, at the point of the last gradient.
 *
 * λ_min of the Hessian is left out: hidden beside the bulk at 0, it needs ten times the products of λ_max.
 * @param ops operations
 * @param products multiplies by each matrix
 * @param tolerance relative accuracy
 * @param start start vector of the searches, [P]
 * @returns the ends
 * @throws {ConvergenceError} when one is not found in 1000 products
 */
export async function spectrumEnds(
  ops: Ops,
  products: Record<CurvatureMatrix, BlockProduct>,
  tolerance: number,
  start: Float64Array,
): Promise<SpectrumEnds> {
  const find = async (matrixName: CurvatureMatrix, ends: readonly ('largest' | 'smallest')[]) => {
    const request = { name: matrixName, ends, tolerance };
    return (await lanczosEnds(ops, products[matrixName], request, start)).values;
  };
  const [hessian] = await find('hessian', ['largest']);
  const [gaussNewton] = await find('gauss-newton', ['largest']);
  const [largest, smallest] = await find('residual', ['largest', 'smallest']);
  return {
    hessian: { largest: hessian! },
    gaussNewton: { largest: gaussNewton! },
    residual: { largest: largest!, smallest: smallest! },
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

/**
 * A start vector for eigenvalue searches: half the gradient, which lies mostly in the top subspace and saves up to a third of the
 * products, half random, so that no eigenvector is left out.
 * @param ops operations
 * @param gradient ∇L̃(θ), [P]
 * @param random draws the other half
 * @returns the vector, [P]; new memory
 */
export async function searchStart(ops: Ops, gradient: Float64Array, random: Random): Promise<Float64Array> {
  const start = new Float64Array(gradient.length);
  random.fillGaussian(start);
  ops.scale(1 / Math.sqrt(await ops.dot(start, start)), start);
  const norm = Math.sqrt(await ops.dot(gradient, gradient));
  if (norm > 0) ops.axpy(1 / norm, gradient, start);
  return start;
}
