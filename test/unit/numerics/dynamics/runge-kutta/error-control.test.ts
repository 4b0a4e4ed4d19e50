import { describe, expect, it } from 'vitest';
import { ConvergenceError } from '../../../../../src/numerics/convergence-error.ts';
import {
  acceptedAttempt,
  allowedError,
} from '../../../../../src/numerics/dynamics/runge-kutta/error-control.ts';

const point = (loss: number) => ({ parameters: new Float64Array(1), gradient: new Float64Array(1), loss });
const common = { method: 'method', workspace: { radius: 2 }, from: point(1), first: 1 };

describe('allowedError', () => {
  it('is the tolerance in the unit of the scale', () => {
    expect(allowedError('method', { tolerance: 0.25, errorScale: 8 })).toBe(2);
  });

  it.each([
    [0, 1],
    [1, -1],
    [Number.NaN, 1],
    [Infinity, 1],
  ])('refuses tolerance %d with scale %d', (tolerance, errorScale) => {
    expect(() => allowedError('method', { tolerance, errorScale })).toThrow(
      `method: tolerance and errorScale must be positive, received ${tolerance} and ${errorScale}`,
    );
  });
});

describe('acceptedAttempt', () => {
  it('gives the first attempt where nothing is wrong with it', async () => {
    const attempt = (wanted: number) =>
      Promise.resolve({ next: point(0.9), stepSize: wanted, error: 1, mine: 'kept' });
    const { accepted, wanted, rejected } = await acceptedAttempt({ ...common, attempt, factor: () => 0.1 });
    expect(accepted).toMatchObject({ stepSize: 1, mine: 'kept' });
    expect({ wanted, rejected }).toEqual({ wanted: 1, rejected: 0 });
  });

  it('shrinks Δt by what the error allows, and by half at least', async () => {
    const tried: number[] = [];
    const attempt = (wanted: number) => {
      tried.push(wanted);
      return Promise.resolve({ next: point(0.9), stepSize: wanted, error: [8, 1.1, 0.5][tried.length - 1]! });
    };
    const { rejected } = await acceptedAttempt({ ...common, attempt, factor: (error) => 1 / error });
    expect(tried).toEqual([1, 1 / 8, 1 / 16]);
    expect(rejected).toBe(2);
  });

  it.each([1.0000001, Number.NaN, Infinity])('rejects a step to the loss %d, and says so', async (loss) => {
    const risen: number[] = [];
    let tried = 0;
    const { accepted } = await acceptedAttempt({
      ...common,
      attempt: (wanted) =>
        Promise.resolve({ next: point(tried++ === 0 ? loss : 0.9), stepSize: wanted, error: 0.1 }),
      factor: () => 1,
      risen: (next) => {
        risen.push(next.loss);
        return Promise.resolve();
      },
    });
    expect(risen).toEqual([loss]);
    expect(accepted.stepSize).toBe(0.5);
  });

  it('takes a rise for none that is within rounding', async () => {
    const attempt = (wanted: number) =>
      Promise.resolve({ next: point(1 + 1e-9), stepSize: wanted, error: 0.1 });
    const { rejected } = await acceptedAttempt({
      ...common,
      attempt,
      factor: () => 1,
      rounding: () => 2e-9,
    });
    expect(rejected).toBe(0);
  });

  it('gives up after 31 rejections, with what is known', async () => {
    const attempt = (wanted: number) =>
      Promise.resolve({ next: point(0.9), stepSize: wanted, error: Number.NaN });
    const given = acceptedAttempt({ ...common, attempt, factor: () => 1 });
    await expect(given).rejects.toBeInstanceOf(ConvergenceError);
    await expect(given).rejects.toThrow(
      'method: 31 steps in a row were rejected, the next would have Δt = 4.657e-10; loss 1, spectral radius 2.00000. The gradient may not be finite',
    );
  });
});
