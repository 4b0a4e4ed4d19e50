import { expect, it } from 'vitest';
import {
  counterfactualSharpness,
  edgeOfStability,
  stableLearningRate,
} from '../../../../src/numerics/statistics/counterfactual.ts';

const state = { overlapRatio: 0.5, meanSquaredNormDelta: [8, 4, 2], jacobianAlignmentProduct: [0.1, 0.5] };

it('without a change in alignment, the bound is ρ(K) Σ E‖Δ^i‖²', () => {
  expect(counterfactualSharpness(state, state)).toBe(0.5 * 14);
});

it('each layer is scaled back by how much its alignment has grown, the last layer not at all', () => {
  const first = { ...state, jacobianAlignmentProduct: [0.025, 0.25] };
  expect(counterfactualSharpness(state, first)).toBeCloseTo(0.5 * (8 / 4 + 4 / 2 + 2), 12);
});

it('the stable learning rate is 2/λ', () => {
  expect(stableLearningRate(40)).toBe(0.05);
});

it('the edge of stability of a learning rate is the sharpness whose stable rate it is', () => {
  expect(edgeOfStability(0.05)).toBe(40);
  expect(stableLearningRate(edgeOfStability(0.01))).toBe(0.01);
});
