import { expect, it } from 'vitest';
import { layerDecomposition } from '../../../../src/numerics/decomposition/layer-decomposition.ts';

it('takes expectations, ratios and products of two samples and three layers as Eq. 6 and 7 define them', () => {
  const result = layerDecomposition({
    activation: [Float64Array.of(1, 3), Float64Array.of(3, 1), Float64Array.of(0, 1)],
    curvedJacobian: [Float64Array.of(1, 2), Float64Array.of(2, 2), Float64Array.of(4, 1)],
    layerwiseJacobian: [Float64Array.of(2, 4), Float64Array.of(1, 3)],
    k: Float64Array.of(20, 18),
  });
  // ‖Δ^1‖² = 2·1, 4·2; ‖Δ^2‖² = 4·2, 2·2; ‖Δ^3‖² = 1·4, 2·1. ‖Δ^1/χ^1‖² = 4·1, 2·2; ‖Δ^2/χ^2‖² = 1·2, 2·2.
  expect(result).toEqual({
    meanSquaredNormK: 19,
    meanSquaredNormDelta: [5, 6, 3],
    meanSquaredActivationRatio: [(2 / 4 + 4 / 2) / 2, (4 / 1 + 2 / 2) / 2],
    meanSquaredNormLayerwiseJacobian: [3, 2],
    alignmentRatioDeltaJacobian: [4 / (6 * 3), 3 / (3 * 2)],
    alignmentRatioChi: [5 / (1.25 * 4), 6 / (2.5 * 3)],
    activationRatioProduct: [1.25 * 2.5, 2.5],
    chiAlignmentProduct: [1 * 0.8, 0.8],
    jacobianNormProduct: [6, 2],
    jacobianAlignmentProduct: [(4 / 18) * 0.5, 0.5],
  });
});
