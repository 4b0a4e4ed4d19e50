import { describe, expect, it } from 'vitest';
import type { GradientFlow } from '../../../../../src/numerics/dynamics/flow/gradient-flow.ts';
import { rk4 } from '../../../../../src/numerics/dynamics/runge-kutta/rk4.ts';
import { ConvergenceError } from '../../../../../src/numerics/convergence-error.ts';
import { quadraticFlow, smoothFlow } from '../../../../synthetic/gradient-flows.ts';

const settings = { maxStepSize: 1 };

describe('rk4', () => {
  it('steps by a part of the stability limit', async () => {
    const method = rk4(quadraticFlow([100, 1]), { maxStepSize: 1, limitFraction: 0.25 });
    const { point } = await method.start(Float64Array.of(1, 0));
    const { stepSize, stages } = await method.step(point);
    expect(stepSize).toBeCloseTo((0.25 * 2.785) / 120, 12);
    expect(stages).toBe(4);
  });

  it('never steps beyond η, and by η where the Hessian vanishes', async () => {
    for (const eigenvalue of [1e-3, 0]) {
      const method = rk4(quadraticFlow([eigenvalue]), { maxStepSize: 0.01 });
      const { point } = await method.start(Float64Array.of(1));
      expect((await method.step(point)).stepSize).toBe(0.01);
    }
  });

  it('follows a linear flow closely', async () => {
    const method = rk4(quadraticFlow([10, 1]), { maxStepSize: 1, limitFraction: 0.2 });
    let { point } = await method.start(Float64Array.of(1, 1));
    let time = 0;
    while (time < 2) {
      const step = await method.step(point);
      time += step.stepSize;
      point = step.next;
    }
    expect(Math.abs(point.parameters[0]! - Math.exp(-10 * time))).toBeLessThan(1e-4);
    expect(Math.abs(point.parameters[1]! - Math.exp(-time))).toBeLessThan(1e-6);
  });

  it('takes a step whose loss rises again, with half its length and a new look at the spectrum', async () => {
    const flow = quadraticFlow([5000, 1]);
    const method = rk4(flow, settings);
    // The first direction is the gradient, here along the flat axis only.
    let { point } = await method.start(Float64Array.of(0, 1));
    point.parameters[0] = 1e-3;
    point.gradient[0] = 5;
    point = { ...point, loss: await flow.gradient(point.parameters, point.gradient) };
    const step = await method.step(point);
    expect(step.rejected).toBeGreaterThan(0);
    expect(step.stepSize).toBeLessThan(2.785 / 5000);
    expect(step.next.loss).toBeLessThan(point.loss);
  });

  it('goes on from a saved state to the same bytes', async () => {
    const flow = smoothFlow(3);
    const method = rk4(flow, settings);
    let { point } = await method.start(Float64Array.of(2, -1, 0.5));
    for (let count = 0; count < 3; count++) point = (await method.step(point)).next;
    const saved = structuredClone(method.save());
    const savedPoint = structuredClone(point);
    const expected = structuredClone(await method.step(point));
    const again = rk4(flow, settings, saved);
    expect(await again.step(savedPoint)).toEqual(expected);
    expect(again.save()).toEqual(method.save());
  });

  it('says that no step is accepted where the gradient points uphill', async () => {
    const uphill: GradientFlow = {
      parameterCount: 1,
      value: (parameters) => Promise.resolve(parameters[0]! ** 2),
      gradient(parameters, gradient) {
        gradient[0] = -2 * parameters[0]!;
        return Promise.resolve(parameters[0]! ** 2);
      },
      hessianProduct(direction, product) {
        product[0] = 2 * direction[0]!;
        return Promise.resolve();
      },
    };
    const method = rk4(uphill, settings);
    const { point } = await method.start(Float64Array.of(1));
    await expect(method.step(point)).rejects.toThrow(
      new ConvergenceError(
        'rk4: 21 steps in a row were rejected because the loss rose; loss 1, spectral radius 2.00000. ' +
          'The gradient may not be finite: check the inputs.',
      ),
    );
  });

  it.each([0, 1.5, NaN])('refuses %d of the stability limit', (limitFraction) => {
    expect(() => rk4(quadraticFlow([1]), { ...settings, limitFraction })).toThrow(
      new RangeError(`rk4: limitFraction must be in (0, 1], received ${limitFraction}`),
    );
  });
});
