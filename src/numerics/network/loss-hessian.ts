import { rowsOf } from '../../tensors/matrix.ts';
import type { Ops } from '../../tensors/ops.ts';
import { ConvergenceError } from '../convergence-error.ts';
import { blockProduct } from './block-product.ts';
import type { BlockProduct } from './block-product.ts';
import { singleTangents } from './single-tangents.ts';
import type { Linearization, TrainingLoss } from './training-loss.ts';

/** A Hessian that changes, to multiply by: at the θ of the last gradient. */
export interface Hessian {
  /** In float64. */
  readonly product: BlockProduct;
  /** In float32, in half the time; absent where the backend has none. */
  readonly single?: SingleHessian;
}

/** A Hessian in float32. */
export interface SingleHessian {
  readonly ops: Ops<Float32Array>;
  /**
   * Multiplies. Relative accuracy some 1e-6.
   * @throws {ConvergenceError} when a product leaves the range of float32
   */
  readonly product: BlockProduct<Float32Array>;
  /** Whether what products are formed from lies within the range of float32 now. Asked before products at a new θ. */
  isWithinRange(): Promise<boolean>;
}

/**
 * The Hessian of a training loss.
 *
 * @param loss the training loss; its last linearisation is used
 * @returns the products; those in float32 copy the linearisation, once for every θ
 */
export function lossHessian(loss: TrainingLoss): Hessian {
  const { single } = loss.ops;
  return {
    product: blockProduct(loss, 'hessian'),
    ...(single && { single: singleHessian(loss, single) }),
  };
}

function singleHessian(loss: TrainingLoss, ops: Ops<Float32Array>): SingleHessian {
  const { source, refresh } = singleTangents(loss, ops);
  const multiply = blockProduct(source, 'hessian');
  let copied: Linearization | undefined;
  let isWithin = false;
  return {
    ops,
    async product(directions, results) {
      await multiply(directions, results);
      for (let row = 0; row < results.rows; row++) {
        const { data } = rowsOf(results, row, 1);
        if (!Number.isFinite(await ops.dot(data, data)))
          throw new ConvergenceError('a product with the Hessian leaves the range of float32');
      }
    },
    async isWithinRange() {
      const point = loss.linearization();
      if (point !== copied) {
        isWithin = await refresh();
        copied = point;
      }
      return isWithin;
    },
  };
}
