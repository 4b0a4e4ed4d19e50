import { describe, expect, it } from 'vitest';
import { sharesInBins } from '../../../../../src/numerics/decomposition/picture/shares-in-bins.ts';

const short = (shares: number[]) => shares.map((share) => Number(share.toFixed(12)));

describe('sharesInBins', () => {
  it('puts the share of an eigenvalue into its bin, and what lies at the top into the last', () => {
    const measure = { values: [0, 0.3, 2], weights: [0.2, 0.3, 0.5], settled: [true, true, true] };
    expect(short(sharesInBins(measure, 2, 4))).toEqual([0.5, 0, 0, 0.5]);
  });

  it('spreads a node that stands for several eigenvalues half to each neighbour', () => {
    const measure = { values: [1, 3], weights: [0.4, 0.6], settled: [false, false] };
    // 0.2 over [0, 1], 0.2 + 0.3 over [1, 3], 0.3 over [3, 4].
    expect(short(sharesInBins(measure, 4, 4))).toEqual([0.2, 0.25, 0.25, 0.3]);
  });

  it('keeps the whole, whatever is settled and wherever nodes lie', () => {
    const measure = {
      values: [-1e-17, 0.2, 0.2, 1, 1.1],
      weights: [0.1, 0.2, 0.3, 0.1, 0.3],
      settled: [false, true, false, false, false],
    };
    const shares = sharesInBins(measure, 1, 7);
    expect(shares.reduce((sum, share) => sum + share)).toBeCloseTo(1, 12);
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
  });
});
