import { describe, expect, it } from 'vitest';
import { largestRitz } from '../../../../src/numerics/linalg/ritz.ts';
import { ritzError } from '../../../../src/numerics/linalg/ritz-error.ts';

const error = (diagonal: number[], coupling: number[], allowed = Infinity) => {
  const [a, b] = [Float64Array.from(diagonal), Float64Array.from(coupling)];
  return ritzError(a, b, diagonal.length, largestRitz(a, b, diagonal.length, 1e-15), allowed);
};

describe('ritzError', () => {
  it('is ‖r_1‖ while the second pair has not settled: T of two steps from near an eigenvector', () => {
    // M = diag(1, 0.999, 0.5) from a start that is 1 but for 0.01: T_2 knows nothing of 0.999 yet.
    const [diagonal, coupling] = [
      [0.9999, 0.6],
      [0.01, 0.3],
    ];
    const { value, error: naive } = largestRitz(
      Float64Array.from(diagonal),
      Float64Array.from(coupling),
      2,
      1e-15,
    );
    expect(value).toBeGreaterThan(0.9999);
    const own = error(diagonal, coupling);
    expect(own).toBeGreaterThan(3 * naive);
  });

  it('is ‖r_1‖²/gap where the second pair has settled', () => {
    const [diagonal, coupling] = [
      [2, 1, 0.1],
      [0.1, 0.01, 1e-6],
    ];
    const plain = largestRitz(Float64Array.from(diagonal), Float64Array.from(coupling), 3, 1e-15).error;
    expect(Math.abs(error(diagonal, coupling) / plain - 1)).toBeLessThan(0.1);
  });

  it('is the estimate with θ_2 alone where that is too large already, and at order 1', () => {
    const [diagonal, coupling] = [
      [2, 1, 0.1],
      [0.1, 0.5, 1],
    ];
    const plain = largestRitz(Float64Array.from(diagonal), Float64Array.from(coupling), 3, 1e-15).error;
    expect(error(diagonal, coupling, plain / 2)).toBe(plain);
    expect(error([2], [0.5])).toBe(0.5);
  });
});
