import { describe, expect, it } from 'vitest';
import { powerLawFit } from '../../../src/artifacts/power-laws.ts';

const point = { size: 60, networkSeed: 0, subsetSeed: 1, peakAlignment: 0.012 };

describe('power-law.json', () => {
  it('carries the points without a fit when it says why there is none', () => {
    const value = {
      format: 1,
      experiment: 'x',
      runs: 1,
      points: [point],
      band: [],
      reason: 'only one dataset size',
    };
    expect(powerLawFit.parse(value)).toEqual(value);
  });

  it('refuses fields that the format does not have', () => {
    const result = powerLawFit.safeParse({
      format: 1,
      experiment: 'x',
      runs: 0,
      points: [],
      band: [],
      slope: 2,
    });
    expect(result.error?.issues.map((issue) => issue.message)).toEqual(['Unrecognized key: "slope"']);
  });
});
