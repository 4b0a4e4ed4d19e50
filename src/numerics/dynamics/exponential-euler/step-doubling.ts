import type { EigenSolver } from '../../eigen/eigen-solver.ts';
import type { BlockProduct } from '../../network/block-product.ts';
import type { TrainingLoss } from '../../network/training-loss.ts';
import { exponentialEulerStep } from './exponential-euler-step.ts';
import type { ExponentialEulerPoint } from './exponential-euler-step.ts';

/**
 * Estimates the local error of an exponential Euler step by taking it again as two steps of half the length.
 *
 * θ_1 by one step of Δt, θ_2 by two of Δt/2, the second with gradient and eigenpairs of its own. The error of one step is
 * C·Δt² + O(Δt³), that of the two is half as large, so 2‖θ_1 − θ_2‖ estimates ‖C‖·Δt².
 * Cost: a gradient, a search for eigenpairs, three steps. The solver's vectors are put back, so the training goes on as if
 * nothing had been estimated; the loss's linearisation is that of the midpoint afterwards.
 *
 * @param loss the training loss
 * @param product with the Hessian
 * @param solver of the training
 * @param point θ_n, its gradient and eigenpairs; left as it is
 * @param stepSize Δt
 * @param cap gives the largest φ_m for a step size
 * @returns 2‖θ_1 − θ_2‖₂
 */
export async function stepDoublingError(
  loss: TrainingLoss,
  product: BlockProduct,
  solver: EigenSolver,
  point: ExponentialEulerPoint,
  stepSize: number,
  cap: (stepSize: number) => number,
): Promise<number> {
  const { ops } = loss;
  const half = stepSize / 2;
  const whole = point.parameters.slice();
  await exponentialEulerStep(ops, { ...point, parameters: whole }, stepSize, cap(stepSize));
  const parameters = point.parameters.slice();
  await exponentialEulerStep(ops, { ...point, parameters }, half, cap(half));
  const gradient = new Float64Array(parameters.length);
  await loss.gradient(parameters, gradient);
  // The eigenvectors in `point.found` are the solver's memory, too.
  const putBack = solver.keep();
  const found = await solver.solve(product, true);
  await exponentialEulerStep(ops, { parameters, gradient, found }, half, cap(half));
  putBack();
  ops.axpy(-1, whole, parameters);
  return 2 * Math.sqrt(await ops.dot(parameters, parameters));
}
