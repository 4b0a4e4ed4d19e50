import { describe, expect, it } from 'vitest';
import type { FlowPoint, GradientFlow } from '../../../../../src/numerics/dynamics/flow/gradient-flow.ts';
import { stabilizedRkFormula } from '../../../../../src/numerics/dynamics/runge-kutta/stabilized-rk-coefficients.ts';
import { stabilizedRkStep } from '../../../../../src/numerics/dynamics/runge-kutta/stabilized-rk-step.ts';
import { matrix } from '../../../../../src/tensors/matrix.ts';
import { quadraticFlow, smoothFlow } from '../../../../synthetic/gradient-flows.ts';

const array = (length: number) => new Float64Array(length);

async function pointAt(flow: GradientFlow, parameters: Float64Array): Promise<FlowPoint> {
  const gradient = array(parameters.length);
  return { parameters, gradient, loss: await flow.gradient(parameters, gradient) };
}

async function take(
  flow: GradientFlow,
  from: FlowPoint,
  stepSize: number,
  stages: number,
): Promise<FlowPoint> {
  const size = flow.parameterCount;
  const memory = { stages: [array(size), array(size)], gradient: array(size) } as const;
  return (await stabilizedRkStep(flow, stabilizedRkFormula(stages), from, stepSize, memory)).next;
}

/** θ at time 2 on θ' = −θ/√(1+θ²), with equal steps. */
async function endOf(steps: number, stages: number): Promise<number> {
  const flow = smoothFlow(1);
  let point = await pointAt(flow, Float64Array.of(1.5));
  for (let count = 0; count < steps; count++) point = await take(flow, point, 2 / steps, stages);
  return point.parameters[0]!;
}

describe('stabilizedRkStep', () => {
  it.each([2, 3, 7, 20])(
    'is of second order with %i stages: halving the step quarters the error',
    async (stages) => {
      const exact = await endOf(4096, stages);
      const coarse = Math.abs((await endOf(128, stages)) - exact);
      const fine = Math.abs((await endOf(256, stages)) - exact);
      expect(Math.log2(coarse / fine)).toBeGreaterThan(1.9);
      expect(Math.log2(coarse / fine)).toBeLessThan(2.1);
    },
  );

  it('stays stable on a stiff linear problem where few stages do not', async () => {
    const flow = quadraticFlow([1000, 1]);
    const run = async (stages: number) => {
      let point = await pointAt(flow, Float64Array.of(1, 1));
      for (let count = 0; count < 20; count++) point = await take(flow, point, 0.1, stages);
      return point.parameters;
    };
    // Δt·λ = 100: 13 stages reach 109.
    const stable = await run(13);
    expect(Math.abs(stable[0]!)).toBeLessThan(1e-2);
    expect(Math.abs(stable[1]! - Math.exp(-2))).toBeLessThan(5e-4);
    expect(Math.abs((await run(5))[0]!)).toBeGreaterThan(1e10);
  });

  it('needs no stages for an outlier: three are stable where it is a hundred times beyond them', async () => {
    const flow = quadraticFlow([1e5, 1]);
    const outliers = { values: [1e5], directions: matrix(Float64Array.of(1, 0), 1, 2) };
    let point = await pointAt(flow, Float64Array.of(1, 1));
    const memory = { stages: [array(2), array(2)], gradient: array(2) } as const;
    const { next, errorEstimate } = await stabilizedRkStep(
      flow,
      stabilizedRkFormula(3),
      point,
      0.1,
      memory,
      outliers,
    );
    point = next;
    expect(Math.abs(point.parameters[0]!)).toBeLessThan(1e-12);
    expect(Math.abs(point.parameters[1]! - Math.exp(-0.1))).toBeLessThan(5e-4);
    expect(errorEstimate).toBeLessThan(5e-4);
  });

  it('is of second order beside an outlier whose direction is not quite that of an eigenvector', async () => {
    const flow = quadraticFlow([30, 1]);
    const near = Float64Array.of(1, 0.05).map((entry) => entry / Math.hypot(1, 0.05));
    const outliers = { values: [29], directions: matrix(near, 1, 2) };
    const errorOf = async (steps: number) => {
      let point = await pointAt(flow, Float64Array.of(0.3, 1));
      for (let count = 0; count < steps; count++) {
        const memory = { stages: [array(2), array(2)], gradient: array(2) } as const;
        point = (await stabilizedRkStep(flow, stabilizedRkFormula(4), point, 0.5 / steps, memory, outliers))
          .next;
      }
      return Math.hypot(point.parameters[0]! - 0.3 * Math.exp(-15), point.parameters[1]! - Math.exp(-0.5));
    };
    const order = Math.log2((await errorOf(128)) / (await errorOf(256)));
    expect(order).toBeGreaterThan(1.8);
    expect(order).toBeLessThan(2.2);
  });

  it('takes several outliers at once, in whatever orthonormal directions near theirs', async () => {
    const flow = quadraticFlow([1e5, 4e4, 1]);
    const [c, s] = [Math.cos(1e-3), Math.sin(1e-3)];
    const outliers = {
      values: [1e5, 4e4],
      directions: matrix(Float64Array.of(c, s, 0, -s, c, 0), 2, 3),
    };
    const from = await pointAt(flow, Float64Array.of(1e-3, -1e-3, 1));
    const memory = { stages: [array(3), array(3)], gradient: array(3) } as const;
    const formula = stabilizedRkFormula(3);
    const { next, errorEstimate } = await stabilizedRkStep(flow, formula, from, 0.1, memory, outliers);
    expect(Math.abs(next.parameters[0]!)).toBeLessThan(1e-5);
    expect(Math.abs(next.parameters[1]!)).toBeLessThan(1e-5);
    expect(Math.abs(next.parameters[2]! - Math.exp(-0.1))).toBeLessThan(5e-4);
    expect(errorEstimate).toBeLessThan(1e-3);
  });

  it('costs one gradient a stage, the last at its own end, and leaves its start alone', async () => {
    const flow = smoothFlow(3);
    const from = await pointAt(flow, Float64Array.of(1, -2, 0.5));
    const before = structuredClone(from);
    flow.counts.gradients = 0;
    const to = await take(flow, from, 0.3, 6);
    expect(flow.counts.gradients).toBe(6);
    expect(from).toEqual(before);
    expect(await pointAt(flow, to.parameters)).toEqual(to);
  });
});
