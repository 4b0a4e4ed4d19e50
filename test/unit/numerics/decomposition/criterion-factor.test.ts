import { describe, expect, it } from 'vitest';
import { criterionFactor } from '../../../../src/numerics/decomposition/criterion-factor.ts';
import { matrix, zeros } from '../../../../src/tensors/matrix.ts';

/** S Sᵀ of the first sample. */
function product(rows: Float64Array, classes: number): number[] {
  return Array.from({ length: classes * classes }, (_, index) => {
    const [o, p] = [Math.floor(index / classes), index % classes];
    let sum = 0;
    for (let q = 0; q < classes; q++) sum += rows[q * classes + o]! * rows[q * classes + p]!;
    return sum;
  });
}

describe('criterionFactor', () => {
  it('gives S with S Sᵀ = diag(p) − p pᵀ for cross-entropy', () => {
    const logits = Float64Array.of(0.3, -1.2, 2, 0);
    const total = logits.reduce((sum, z) => sum + Math.exp(z), 0);
    const p = logits.map((z) => Math.exp(z) / total);
    const factor = zeros(4, 4);
    criterionFactor(matrix(logits, 1, 4), { name: 'cross-entropy' }, factor);
    product(factor.data, 4).forEach((entry, index) => {
      const [o, q] = [Math.floor(index / 4), index % 4];
      expect(entry).toBeCloseTo((o === q ? p[o]! : 0) - p[o]! * p[q]!, 15);
    });
  });

  it('keeps the relative accuracy of every entry at saturation, where p_y rounds to 1', () => {
    const factor = zeros(2, 2);
    criterionFactor(matrix(Float64Array.of(100, 0), 1, 2), { name: 'cross-entropy' }, factor);
    const rest = Math.exp(-100);
    product(factor.data, 2).forEach((entry, index) => {
      const expected = index === 0 || index === 3 ? rest : -rest;
      expect(Math.abs(entry / expected - 1)).toBeLessThan(1e-13);
    });
  });

  it('does not overflow on large outputs', () => {
    const factor = zeros(4, 2);
    criterionFactor(matrix(Float64Array.of(1e4, 9e3, -1e4, 0), 2, 2), { name: 'cross-entropy' }, factor);
    expect(Array.from(factor.data).every(Number.isFinite)).toBe(true);
  });

  it('gives √2 I for the MSE summed over outputs, √(2/O) I for the mean', () => {
    const outputs = matrix(Float64Array.of(1, 2, 3, 4, 5, 6), 2, 3);
    const factor = zeros(6, 3);
    criterionFactor(outputs, { name: 'mse', reduction: 'sum' }, factor);
    const root = Math.SQRT2;
    const identity = [root, 0, 0, 0, root, 0, 0, 0, root];
    expect(Array.from(factor.data)).toEqual([...identity, ...identity]);
    criterionFactor(outputs, { name: 'mse', reduction: 'mean' }, factor);
    expect(factor.data[0]).toBeCloseTo(Math.sqrt(2 / 3), 15);
  });
});
