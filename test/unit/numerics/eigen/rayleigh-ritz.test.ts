import { describe, expect, it } from 'vitest';
import { rayleighRitz } from '../../../../src/numerics/eigen/rayleigh-ritz.ts';

describe('rayleighRitz', () => {
  it('orders pairs by magnitude and keeps their signs', () => {
    // Lower triangle of diag(1, -5, 3) in rows of 4 numbers; what lies above it is not read.
    const projected = Float64Array.of(1, NaN, NaN, NaN, 0, -5, NaN, NaN, 0, 0, 3, NaN);
    const { values, vectors } = rayleighRitz(projected, 4, 3);
    expect([...values]).toEqual([-5, 3, 1]);
    expect([...vectors.map(Math.abs)]).toEqual([0, 1, 0, 0, 0, 1, 1, 0, 0]);
  });

  it('puts the positive one of a pair ±θ first', () => {
    const { values } = rayleighRitz(Float64Array.of(-2, 0, 0, 2), 2, 2);
    expect([...values]).toEqual([2, -2]);
  });
});
