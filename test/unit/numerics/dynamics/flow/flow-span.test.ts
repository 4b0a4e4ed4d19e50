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
  before: { gradients: 1, products: 1, spectralVector: Float64Array.of(1) },
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
    const span = await flowSpan(flow, 0.1, taken);
    expect(span).toMatchObject({ crossed: false, part: 1, begin: 2 });
    expect(span.last).toBe(taken.step.next.parameters);
  });

  it('ends where the loss reaches the stop loss', async () => {
    const time = 0.3;
    const span = await flowSpan(flow, 0.5 * Math.exp(-2 * time), taken);
    expect(span.crossed).toBe(true);
    expect(span.part * 0.5).toBeCloseTo(time, 3);
    expect(span.last[0]).toBeCloseTo(Math.exp(-time), 6);
  });
});
