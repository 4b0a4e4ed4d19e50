import { describe, expect, it } from 'vitest';
import { stopCrossing } from '../../../../../src/numerics/dynamics/flow/stop-crossing.ts';
import { quadraticFlow } from '../../../../synthetic/gradient-flows.ts';

/** One exact step of θ' = −θ from θ = 1, L = ½θ². */
function stepOf(stepSize: number) {
  const end = Math.exp(-stepSize);
  const ends = {
    before: Float64Array.of(1),
    after: Float64Array.of(end),
    gradientBefore: Float64Array.of(1),
    gradientAfter: Float64Array.of(end),
    stepSize,
  };
  const losses = { before: 0.5, after: end ** 2 / 2, gradientBefore: 1, gradientAfter: end ** 2, stepSize };
  return { ends, losses };
}

describe('stopCrossing', () => {
  it('finds where the loss comes down to the stop loss, from below and within 1e-9 of it', async () => {
    const flow = quadraticFlow([1]);
    const { ends, losses } = stepOf(0.5);
    const target = new Float64Array(1);
    const fraction = await stopCrossing(flow, ends, losses, 0.3, target);
    const loss = target[0]! ** 2 / 2;
    expect(loss).toBeLessThanOrEqual(0.3);
    expect(loss).toBeGreaterThan(0.3 * (1 - 1e-9));
    // Exactly: e^{−2t} = 0.6; the dense output is off by O(Δt⁴).
    expect(0.5 * fraction).toBeCloseTo(-Math.log(0.6) / 2, 3);
    expect(flow.counts.values).toBeLessThanOrEqual(8);
    expect(flow.counts.gradients).toBe(0);
  });

  it('ends at the end of the step where that is the stop loss itself', async () => {
    const flow = quadraticFlow([1]);
    const { ends, losses } = stepOf(0.5);
    const target = new Float64Array(1);
    expect(await stopCrossing(flow, ends, losses, losses.after, target)).toBe(1);
    expect(target).toEqual(ends.after);
    expect(flow.counts.values).toBe(0);
  });

  it('still ends at or below the stop loss where the loss hardly falls in a long step', async () => {
    const flow = quadraticFlow([1]);
    const { ends, losses } = stepOf(8);
    const target = new Float64Array(1);
    for (const stopLoss of [0.49, 0.1, 1e-3, 1e-6]) {
      const fraction = await stopCrossing(flow, ends, losses, stopLoss, target);
      expect(fraction).toBeGreaterThan(0);
      expect(fraction).toBeLessThanOrEqual(1);
      expect(target[0]! ** 2 / 2).toBeLessThanOrEqual(stopLoss);
    }
  });
});
