import { describe, expect, it } from 'vitest';
import type { FlowPoint } from '../../../../../src/numerics/dynamics/flow/gradient-flow.ts';
import { rk4Step } from '../../../../../src/numerics/dynamics/runge-kutta/rk4-step.ts';
import { quadraticFlow, smoothFlow } from '../../../../synthetic/gradient-flows.ts';

const array = (length: number) => new Float64Array(length);

async function endOf(steps: number): Promise<number> {
  const flow = smoothFlow(1);
  const parameters = Float64Array.of(1.5);
  const gradient = array(1);
  let point: FlowPoint = { parameters, gradient, loss: await flow.gradient(parameters, gradient) };
  for (let count = 0; count < steps; count++)
    point = await rk4Step(flow, point, 2 / steps, { stages: [array(1), array(1)], gradient: array(1) });
  return point.parameters[0]!;
}

describe('rk4Step', () => {
  it('is of fourth order: halving the step divides the error by 16', async () => {
    const exact = await endOf(512);
    const coarse = Math.abs((await endOf(8)) - exact);
    const fine = Math.abs((await endOf(16)) - exact);
    expect(Math.log2(coarse / fine)).toBeGreaterThan(3.8);
    expect(Math.log2(coarse / fine)).toBeLessThan(4.3);
  });

  it('multiplies θ by 1 + z + z²/2 + z³/6 + z⁴/24 on a linear problem', async () => {
    const flow = quadraticFlow([2, 0.5]);
    const parameters = Float64Array.of(1, -1);
    const gradient = array(2);
    const loss = await flow.gradient(parameters, gradient);
    const from = { parameters, gradient, loss };
    const to = await rk4Step(flow, from, 0.7, { stages: [array(2), array(2)], gradient: array(2) });
    const polynomial = (z: number) => 1 + z + z ** 2 / 2 + z ** 3 / 6 + z ** 4 / 24;
    expect(to.parameters[0]).toBeCloseTo(polynomial(-1.4), 14);
    expect(to.parameters[1]).toBeCloseTo(-polynomial(-0.35), 14);
    expect(to.gradient[0]).toBeCloseTo(2 * polynomial(-1.4), 14);
    expect(from.parameters).toEqual(Float64Array.of(1, -1));
  });
});
