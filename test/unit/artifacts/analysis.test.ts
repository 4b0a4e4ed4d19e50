import { describe, expect, it } from 'vitest';
import { snapshotAnalysis } from '../../../src/artifacts/analysis.ts';

describe('analysis.json', () => {
  it('refuses a quantity that is not a number', () => {
    const result = snapshotAnalysis.shape.overlapRatio.safeParse(Number.NaN);
    expect(result.success).toBe(false);
  });

  it('names every quantity of section 2.2 of the paper', () => {
    expect(Object.keys(snapshotAnalysis.shape)).toEqual(
      expect.arrayContaining([
        'overlapRatio',
        'meanSquaredNormK',
        'meanSquaredNormDelta',
        'jacobianAlignmentProduct',
      ]),
    );
  });
});
