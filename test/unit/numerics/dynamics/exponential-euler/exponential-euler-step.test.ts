import { describe, expect, it } from 'vitest';
import {
  exponentialEulerStep,
  exponentialFactors,
  stepSizeOf,
} from '../../../../../src/numerics/dynamics/exponential-euler/exponential-euler-step.ts';
import { matrix } from '../../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../../src/tensors/open-blas.ts';

function pairs(values: number[], vectors: number[][]) {
  return {
    values: Float64Array.from(values),
    vectors: matrix(Float64Array.from(vectors.flat()), vectors.length, vectors[0]!.length),
    norms: [],
    residual: 0,
    lastResidual: 0,
    converged: true,
    directions: 0,
    rounds: 1,
  };
}

const axes = [
  [1, 0, 0],
  [0, 1, 0],
];

describe('stepSizeOf', () => {
  it('is 1/|λ_{k+1}|, and at most η', () => {
    expect(stepSizeOf(Float64Array.of(900, -400), 0.01)).toBe(0.0025);
    expect(stepSizeOf(Float64Array.of(900, 40), 0.01)).toBe(0.01);
    expect(stepSizeOf(Float64Array.of(0, 0), 0.01)).toBe(0.01);
  });
});

describe('exponentialFactors', () => {
  it('are (1 − e^{−λΔt})/λ of all but the last pair, and Δt where λ is 0', () => {
    const factors = exponentialFactors(pairs([3, -2, 0, 1], [...axes, [0, 0, 1], [0, 0, 1]]), 0.5);
    expect(factors).toHaveLength(3);
    expect(factors[0]).toBeCloseTo((1 - Math.exp(-1.5)) / 3, 14);
    expect(factors[1]).toBeCloseTo((Math.exp(1) - 1) / 2, 14);
    expect(factors[2]).toBe(0.5);
  });
});

describe('exponentialEulerStep', () => {
  it('is exact along the first eigenvectors and an Euler step across them', async () => {
    const parameters = Float64Array.of(1, 1, 1);
    const gradient = Float64Array.of(40, 0.3, 0.2);
    await exponentialEulerStep(
      await openBlas(),
      { parameters, gradient, found: pairs([40, 0.3], axes) },
      0.1,
      0.1,
    );
    expect(parameters[0]).toBeCloseTo(Math.exp(-4), 14);
    expect(parameters[1]).toBeCloseTo(1 - 0.03, 14);
    expect(parameters[2]).toBeCloseTo(1 - 0.02, 14);
    expect(gradient).toEqual(Float64Array.of(40, 0.3, 0.2));
  });

  it('caps the factor along a direction of negative curvature', async () => {
    const parameters = Float64Array.of(1, 0, 0);
    const gradient = Float64Array.of(-5, 0, 0);
    await exponentialEulerStep(
      await openBlas(),
      { parameters, gradient, found: pairs([-5, 1], axes) },
      0.1,
      0.1,
    );
    expect(parameters[0]).toBeCloseTo(1.5, 14);
  });

  it('is an Euler step without pairs to integrate', async () => {
    const parameters = Float64Array.of(1, 2, 3);
    const gradient = Float64Array.of(1, 1, 1);
    await exponentialEulerStep(
      await openBlas(),
      { parameters, gradient, found: pairs([9], [axes[0]!]) },
      0.5,
      1,
    );
    expect(parameters).toEqual(Float64Array.of(0.5, 1.5, 2.5));
  });
});
