import { zerosIn } from '../../tensors/allocate.ts';
import { rowsOf } from '../../tensors/matrix.ts';
import type { Matrix, Numbers } from '../../tensors/matrix.ts';
import type { Ops } from '../../tensors/ops.ts';

/** Predicts the eigenvectors of the next iteration from those of the last two. */
export interface Predictor<Data extends Numbers = Float64Array> {
  /** v' of the last search [k+1, P]; zero before the first. */
  readonly previous: Matrix<Data>;
  /**
   * Fills the start block of the next search.
   * @param values θ [≥ k+1]
   * @param images Hv of the Ritz vectors v [k+1, P]
   * @param target predicted vectors [k+1, P], nearly orthonormal
   */
  predict(values: Float64Array, images: Matrix<Data>, target: Matrix<Data>): Promise<void>;
}

/**
 * Prepares the prediction of eigenvectors along a trajectory.
 *
 * First a power step, which costs no product: v' = Hv/θ damps what v holds of directions with small eigenvalues. Then
 * extrapolation: v'_{t+1} ≈ v'_t + (v'_t − s v'_{t−1}), s = (v'_t)ᵀv'_{t−1}, which takes care of signs. Where
 * vectors change places or turn within a cluster s is small and the prediction falls back to v'_t; the span, which is
 * all that the search uses, loses little.
 * @param ops operations
 * @param pairs k + 1
 * @param size P
 * @returns the predictor, with memory for k + 1 vectors
 */
export function predictor<Data extends Numbers>(
  ops: Ops<Data>,
  pairs: number,
  size: number,
): Predictor<Data> {
  const previous = zerosIn(ops, pairs, size);
  return {
    previous,
    async predict(values, images, target) {
      for (let pair = 0; pair < pairs; pair++) {
        const image = rowsOf(images, pair, 1).data;
        const before = rowsOf(previous, pair, 1).data;
        const next = rowsOf(target, pair, 1).data;
        const factor = values[pair] === 0 ? 1 : 1 / values[pair]!;
        const overlap = factor * (await ops.dot(image, before));
        // 1 + overlap² of the new vector, so that the prediction has a norm of about 1 with or without a last one.
        const own = 1 + Math.min(1, overlap * overlap);
        for (let index = 0; index < size; index++) {
          const value = factor * image[index]!;
          next[index] = own * value - overlap * before[index]!;
          before[index] = value;
        }
      }
    },
  };
}
