import { describe, expect, it } from 'vitest';
import type { GradientFlow } from '../../../../../src/numerics/dynamics/flow/gradient-flow.ts';
import { dormandPrince } from '../../../../../src/numerics/dynamics/runge-kutta/dormand-prince.ts';
import { ConvergenceError } from '../../../../../src/numerics/convergence-error.ts';
import { blindFlow, quadraticFlow, smoothFlow } from '../../../../synthetic/gradient-flows.ts';

const settings = { tolerance: 1e-9, errorScale: 1 };

describe('dormandPrince', () => {
  it('follows a linear flow within its tolerance, whatever its stiffness', async () => {
    const method = dormandPrince(quadraticFlow([1000, 1]), settings);
    let { point } = await method.start(Float64Array.of(1, 1));
    let time = 0;
    while (time < 2) {
      const step = await method.step(point, 2 - time);
      expect(step.errorEstimate).toBeLessThanOrEqual(settings.tolerance);
      expect(step.stages).toBe(6);
      time += step.stepSize;
      point = step.next;
    }
    expect(Math.abs(point.parameters[0]!)).toBeLessThan(1e-8);
    expect(Math.abs(point.parameters[1]! - Math.exp(-time))).toBeLessThan(1e-8);
  });

  it('ends a step where there is no more room, and goes on as before', async () => {
    const method = dormandPrince(quadraticFlow([1]), settings);
    let { point } = await method.start(Float64Array.of(1));
    for (let count = 0; count < 8; count++) point = (await method.step(point, Infinity)).next;
    const before = method.save().nextStep!;
    const step = await method.step(point, before / 1000);
    expect(step.stepSize).toBe(before / 1000);
    expect(method.save().nextStep).toBe(before);
  });

  it('takes an unstable step again until it is short enough', async () => {
    const flow = blindFlow([5000, 1]);
    const method = dormandPrince(flow, settings);
    let { point } = await method.start(Float64Array.of(0, 1));
    point.parameters[0] = 1e-3;
    point = { ...point, loss: await flow.gradient(point.parameters, point.gradient) };
    const step = await method.step(point, Infinity);
    expect(step.rejected).toBeGreaterThan(0);
    expect(step.stepSize).toBeLessThan(2.785 / 5000);
    expect(step.next.loss).toBeLessThan(point.loss);
  });

  it('goes on from a saved state to the same bytes', async () => {
    const flow = smoothFlow(3);
    const method = dormandPrince(flow, settings);
    let { point } = await method.start(Float64Array.of(2, -1, 0.5));
    for (let count = 0; count < 3; count++) point = (await method.step(point, Infinity)).next;
    const saved = structuredClone(method.save());
    const savedPoint = structuredClone(point);
    const expected = structuredClone(await method.step(point, Infinity));
    const again = dormandPrince(flow, settings, saved);
    expect(await again.step(savedPoint, Infinity)).toEqual(expected);
    expect(again.save()).toEqual(method.save());
  });

  it('says that no step is accepted where the gradient points uphill', async () => {
    const uphill: GradientFlow = {
      ops: quadraticFlow([1]).ops,
      parameterCount: 1,
      value: (parameters) => Promise.resolve(parameters[0]! ** 2),
      gradient(parameters, gradient) {
        gradient[0] = -2 * parameters[0]!;
        return Promise.resolve(parameters[0]! ** 2);
      },
      hessian: {
        product(directions, products) {
          products.data[0] = 2 * directions.data[0]!;
          return Promise.resolve();
        },
      },
    };
    const method = dormandPrince(uphill, settings);
    const { point } = await method.start(Float64Array.of(1));
    await expect(method.step(point, Infinity)).rejects.toThrow(
      new ConvergenceError(
        'dormand-prince: 31 steps in a row were rejected, the next would have Δt = 2.328e-12; loss 1, spectral radius 2.00000. ' +
          'The gradient may not be finite, or the tolerance below what rounding allows: check the inputs, or raise solver.errorTolerance.',
      ),
    );
  });

  it.each([0, -1, NaN])('refuses a tolerance of %d', (tolerance) => {
    expect(() => dormandPrince(quadraticFlow([1]), { tolerance, errorScale: 1 })).toThrow(
      new RangeError(`dormandPrince: tolerance and errorScale must be positive, received ${tolerance} and 1`),
    );
  });
});
