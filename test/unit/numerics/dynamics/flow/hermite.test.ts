import { describe, expect, it } from 'vitest';
import { interpolateLoss, interpolateParameters } from '../../../../../src/numerics/dynamics/flow/hermite.ts';

/** θ(t) = 2 − t + 3t² − 5t³ on [1, 1.5]. */
const value = (t: number) => 2 - t + 3 * t ** 2 - 5 * t ** 3;
const slope = (t: number) => -1 + 6 * t - 15 * t ** 2;

describe('interpolateParameters', () => {
  it('reproduces a cubic between the ends of a step', () => {
    const ends = {
      before: Float64Array.of(value(1), 7),
      after: Float64Array.of(value(1.5), 7),
      // The flow's slope is minus the gradient.
      gradientBefore: Float64Array.of(-slope(1), 0),
      gradientAfter: Float64Array.of(-slope(1.5), 0),
      stepSize: 0.5,
    };
    const target = new Float64Array(2);
    for (const fraction of [0.1, 0.5, 0.77]) {
      interpolateParameters(ends, fraction, target);
      expect(target[0]).toBeCloseTo(value(1 + 0.5 * fraction), 12);
      expect(target[1]).toBeCloseTo(7, 12);
    }
  });

  it('gives the ends themselves at fractions 0 and 1, bit for bit', () => {
    const ends = {
      before: Float64Array.of(0.1, -0.7),
      after: Float64Array.of(0.3, 1e-9),
      gradientBefore: Float64Array.of(3, 4),
      gradientAfter: Float64Array.of(-5, 6),
      stepSize: 0.3,
    };
    const target = new Float64Array(2);
    interpolateParameters(ends, 0, target);
    expect(target).toEqual(ends.before);
    interpolateParameters(ends, 1, target);
    expect(target).toEqual(ends.after);
  });
});

describe('interpolateLoss', () => {
  it('falls at the rate ‖∇L‖² at both ends', () => {
    const ends = { before: 3, after: 1, gradientBefore: 8, gradientAfter: 0.5, stepSize: 0.5 };
    const small = 1e-6;
    expect(interpolateLoss(ends, 0)).toBe(3);
    expect(interpolateLoss(ends, 1)).toBe(1);
    expect((interpolateLoss(ends, small) - 3) / (0.5 * small)).toBeCloseTo(-8, 4);
    expect((1 - interpolateLoss(ends, 1 - small)) / (0.5 * small)).toBeCloseTo(-0.5, 4);
  });
});
