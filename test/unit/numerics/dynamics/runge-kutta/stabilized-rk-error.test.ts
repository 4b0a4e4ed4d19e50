import { describe, expect, it } from 'vitest';
import { stabilizedRkFormula } from '../../../../../src/numerics/dynamics/runge-kutta/stabilized-rk-coefficients.ts';
import {
  errorBesideOutliers,
  stabilizedRkError,
} from '../../../../../src/numerics/dynamics/runge-kutta/stabilized-rk-error.ts';
import { stabilizedRkStep } from '../../../../../src/numerics/dynamics/runge-kutta/stabilized-rk-step.ts';
import { matrix } from '../../../../../src/tensors/matrix.ts';
import { smoothFlow } from '../../../../synthetic/gradient-flows.ts';

describe('stabilizedRkError', () => {
  it('is of third order in the step', async () => {
    const flow = smoothFlow(1);
    const parameters = Float64Array.of(1.5);
    const gradient = new Float64Array(1);
    const from = { parameters, gradient, loss: await flow.gradient(parameters, gradient) };
    const estimate = async (stepSize: number) => {
      const memory = {
        stages: [new Float64Array(1), new Float64Array(1)],
        gradient: new Float64Array(1),
      } as const;
      const { next, errorEstimate } = await stabilizedRkStep(
        flow,
        stabilizedRkFormula(4),
        from,
        stepSize,
        memory,
      );
      expect(stabilizedRkError(from, next, stepSize)).toBe(errorEstimate);
      return errorEstimate;
    };
    const order = Math.log2((await estimate(0.02)) / (await estimate(0.01)));
    expect(order).toBeGreaterThan(2.9);
    expect(order).toBeLessThan(3.1);
  });

  it('is 0.8 (θ_n − θ_{n+1}) + 0.4 Δt (F_n + F_{n+1}) in the Euclidean norm', () => {
    const from = { parameters: Float64Array.of(1, 2), gradient: Float64Array.of(1, 0), loss: 1 };
    const to = { parameters: Float64Array.of(0, 2), gradient: Float64Array.of(0, 10), loss: 1 };
    expect(stabilizedRkError(from, to, 0.5)).toBeCloseTo(Math.hypot(0.8 - 0.2, 2), 14);
  });

  it('has the estimates of outliers in the place of what it would be along them', async () => {
    const from = { parameters: Float64Array.of(5, 2, 7), gradient: Float64Array.of(100, 0, 3), loss: 1 };
    const to = { parameters: Float64Array.of(0, 2, 1), gradient: Float64Array.of(0, 10, 2), loss: 1 };
    const rotated = [Math.SQRT1_2, 0, Math.SQRT1_2, -Math.SQRT1_2, 0, Math.SQRT1_2];
    const beside = { directions: matrix(Float64Array.from(rotated), 2, 3), errors: [1.5, 0.5] };
    const { ops } = smoothFlow(3);
    const scratch = new Float64Array(3);
    expect(await errorBesideOutliers(ops, from, to, 0.5, beside, scratch)).toBeCloseTo(
      Math.hypot(1.5, 0.5, 2),
      12,
    );
  });
});
