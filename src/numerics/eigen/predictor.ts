import { zeros } from '../../tensors/matrix.ts';
import type { Matrix } from '../../tensors/matrix.ts';
import type { Ops } from '../../tensors/ops.ts';

/** Predicts the eigenvectors of the next iteration from those of the last two. */
export interface Predictor {
  /** v' of the last search [k+1, P]; zero before the first. */
  readonly previous: Matrix;
  /**
   * Fills the start block of the next search.
   * @param values θ [≥ k+1]
   * @param vectors Ritz vectors v [k+1, P]
   * @param residuals Hv − θv [k+1, P]; overwritten
   * @param target predicted vectors [k+1, P], nearly orthonormal rows of norm about 1
   */
  predict(values: Float64Array, vectors: Matrix, residuals: Matrix, target: Matrix): Promise<void>;
}

/**
 * Prepares the prediction of eigenvectors along a trajectory.
 *
 * First a power step that costs nothing, v' = v + (Hv − θv)/θ = Hv/θ, which damps what v holds of directions with small
 * eigenvalues. Then extrapolation: v'_{t+1} ≈ v'_t + (v'_t − S v'_{t−1}) with S = v'_t (v'_{t−1})ᵀ, which turns the
 * last vectors into the present ones' frame, so that changes of sign, order, or rotation in a cluster do not matter.
 * With `previous` zero the prediction is 2v', which the solver's orthonormalisation takes for v'.
 * @param ops operations
 * @param pairs k + 1
 * @param size P
 * @returns the predictor, with memory for k + 1 vectors
 */
export function predictor(ops: Ops, pairs: number, size: number): Predictor {
  const previous = zeros(pairs, size);
  const rotation = zeros(pairs, pairs);
  return {
    previous,
    async predict(values, vectors, residuals, target) {
      const improved = residuals.data;
      for (let pair = 0; pair < pairs; pair++) {
        const factor = values[pair] === 0 ? 0 : 1 / values[pair]!;
        for (let index = pair * size; index < (pair + 1) * size; index++) {
          improved[index] = vectors.data[index]! + factor * improved[index]!;
        }
      }
      await ops.gemm(residuals, previous, rotation, { transposeB: true });
      await ops.gemm(rotation, previous, target);
      for (let index = 0; index < improved.length; index++) {
        const value = improved[index]!;
        previous.data[index] = value;
        target.data[index] = 2 * value - target.data[index]!;
      }
      if (rotation.data.every((value) => value === 0)) ops.scale(0.5, target.data);
    },
  };
}
