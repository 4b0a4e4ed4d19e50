import { matrix, zeros } from '../../../tensors/matrix.ts';
import type { Ops } from '../../../tensors/ops.ts';
import { outlierPath } from './outlier.ts';
import type { Outliers, StageFactors } from './outlier.ts';

/** Moves the stages of a step along its outliers. */
export interface OutlierPaths {
  /** Turns `stage`, as the explicit formula gives it from ∇L(Y_{j−1}), into Y_j; the first stage has no gradient but that of the start. */
  move(factors: StageFactors, gradient: Float64Array | undefined, stage: Float64Array): Promise<void>;
  /** The estimated local errors of uᵀθ_{n+1}, from ∇L(θ_{n+1}). */
  errors(gradient: Float64Array): Promise<number[]>;
}

/**
 * Begins one `outlierPath` for each outlier.
 *
 * @param ops operations
 * @param outliers λ and u
 * @param startGradient ∇L(θ_n) [P]
 * @returns the paths
 */
export async function outlierPaths(
  ops: Ops,
  { values, directions }: Outliers,
  startGradient: Float64Array,
): Promise<OutlierPaths> {
  const along = async (gradient: Float64Array): Promise<Float64Array> => {
    const parts = zeros(1, directions.rows);
    await ops.gemm(matrix(gradient, 1, gradient.length), directions, parts, { transposeB: true });
    return parts.data;
  };
  const startAlong = await along(startGradient);
  const paths = values.map((value, index) => outlierPath(value, startAlong[index]!));
  return {
    async move(factors, gradient, stage) {
      const parts = gradient ? await along(gradient) : startAlong;
      const shifts = Float64Array.from(paths, (path, index) => path.next(factors, parts[index]!));
      await ops.gemm(matrix(shifts, 1, shifts.length), directions, matrix(stage, 1, stage.length), {
        beta: 1,
      });
    },
    async errors(gradient) {
      const parts = await along(gradient);
      return paths.map((path, index) => path.error(parts[index]!));
    },
  };
}
