import { describe, expect, it } from 'vitest';
import type { FlowPoint } from '../../../../../src/numerics/dynamics/flow/gradient-flow.ts';
import { dormandPrinceStep } from '../../../../../src/numerics/dynamics/runge-kutta/dormand-prince-step.ts';
import { quadraticFlow, smoothFlow } from '../../../../synthetic/gradient-flows.ts';

const array = (length: number) => new Float64Array(length);
const memory = (length: number) => ({
  stages: [array(length), array(length)] as const,
  gradient: array(length),
  slopes: Array.from({ length: 5 }, () => array(length)),
});

async function endOf(steps: number): Promise<number> {
  const flow = smoothFlow(1);
  const parameters = Float64Array.of(3);
  const gradient = array(1);
  let point: FlowPoint = { parameters, gradient, loss: await flow.gradient(parameters, gradient) };
  for (let count = 0; count < steps; count++)
    point = (await dormandPrinceStep(flow, point, 2 / steps, memory(1))).next;
  return point.parameters[0]!;
}

describe('dormandPrinceStep', () => {
  it('is of fifth order: halving the step divides the error by 32', async () => {
    const exact = await endOf(256);
    const coarse = Math.abs((await endOf(8)) - exact);
    const fine = Math.abs((await endOf(16)) - exact);
    expect(Math.log2(coarse / fine)).toBeGreaterThan(4.8);
    expect(Math.log2(coarse / fine)).toBeLessThan(5.4);
  });

  it('multiplies θ by its stability polynomial on a linear problem', async () => {
    const flow = quadraticFlow([2, 0.5]);
    const parameters = Float64Array.of(1, -1);
    const gradient = array(2);
    const loss = await flow.gradient(parameters, gradient);
    const from = { parameters, gradient, loss };
    const { next: to } = await dormandPrinceStep(flow, from, 0.7, memory(2));
    const polynomial = (z: number) =>
      1 + z + z ** 2 / 2 + z ** 3 / 6 + z ** 4 / 24 + z ** 5 / 120 + z ** 6 / 600;
    expect(to.parameters[0]).toBeCloseTo(polynomial(-1.4), 14);
    expect(to.parameters[1]).toBeCloseTo(-polynomial(-0.35), 14);
    expect(to.gradient[0]).toBeCloseTo(2 * polynomial(-1.4), 14);
    expect(from.parameters).toEqual(Float64Array.of(1, -1));
  });

  it('estimates an error of fifth order, not below its own', async () => {
    const flow = smoothFlow(1);
    const estimate = async (stepSize: number) => {
      const parameters = Float64Array.of(1.5);
      const gradient = array(1);
      const from = { parameters, gradient, loss: await flow.gradient(parameters, gradient) };
      const whole = await dormandPrinceStep(flow, from, stepSize, memory(1));
      let point: FlowPoint = from;
      for (let count = 0; count < 16; count++)
        point = (await dormandPrinceStep(flow, point, stepSize / 16, memory(1))).next;
      const error = Math.abs(whole.next.parameters[0]! - point.parameters[0]!);
      expect(whole.errorEstimate).toBeGreaterThan(error);
      return whole.errorEstimate;
    };
    const order = Math.log2((await estimate(0.4)) / (await estimate(0.2)));
    expect(order).toBeGreaterThan(4.5);
    expect(order).toBeLessThan(5.5);
  });
});
