import { describe, expect, it } from 'vitest';
import { flowSpan } from '../../../../../src/numerics/dynamics/flow/flow-span.ts';
import { quadraticFlow } from '../../../../synthetic/gradient-flows.ts';

const flow = quadraticFlow([1]);
const point = (x: number) => ({
  parameters: Float64Array.of(x),
  gradient: Float64Array.of(x),
  loss: 0.5 * x * x,
});
/** One step of length 0.5 along x' = −x from 1. */
const taken = {
  from: point(1),
  before: {
    gradients: 1,
    products: 1,
    sharpnessBlock: Float64Array.of(1),
    sharpnessPairs: 1,
    sharpnessVectors: Float64Array.of(1),
    sharpnessRandom: [],
    sharpnessSearches: 1,
  },
  begin: 2,
  products: 1,
  step: {
    next: point(Math.exp(-0.5)),
    stepSize: 0.5,
    stages: 4,
    rejected: 0,
    curvature: { quotient: 1, residual: 0 },
  },
};

describe('flowSpan', () => {
  it('is the whole step where the loss stays above the stop loss', async () => {
    const span = await flowSpan(flow, { stopLoss: 0.1, timeLimit: 9 }, taken);
    expect(span).toMatchObject({ end: 'step', part: 1, begin: 2 });
    expect(span.last).toBe(taken.step.next.parameters);
  });

  it('ends where the loss reaches the stop loss', async () => {
    const time = 0.3;
    const span = await flowSpan(flow, { stopLoss: 0.5 * Math.exp(-2 * time), timeLimit: 9 }, taken);
    expect(span.end).toBe('stop-loss');
    expect(span.part * 0.5).toBeCloseTo(time, 3);
    expect(span.last[0]).toBeCloseTo(Math.exp(-time), 6);
  });

  it('is cut at the limit of flow time, also where the loss reaches the stop loss behind it', async () => {
    for (const stopLoss of [0.1, 0.5 * Math.exp(-2 * 0.3)]) {
      const span = await flowSpan(flow, { stopLoss, timeLimit: 2.1 }, taken);
      expect(span.end).toBe('limit');
      expect(span.part).toBeCloseTo(0.2, 12);
      expect(span.last[0]).toBeCloseTo(Math.exp(-0.1), 3);
    }
    const { end } = await flowSpan(flow, { stopLoss: 0.5 * Math.exp(-2 * 0.3), timeLimit: 2.4 }, taken);
    expect(end).toBe('stop-loss');
  });

  it('takes an end that meets the limit but for rounding for the limit', async () => {
    const span = await flowSpan(flow, { stopLoss: 0.1, timeLimit: 2.5 - 1e-12 }, taken);
    expect(span).toMatchObject({ end: 'limit', part: 1 });
    expect(span.last).toBe(taken.step.next.parameters);
  });
});
