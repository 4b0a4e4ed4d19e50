import { describe, expect, it } from 'vitest';
import { diceParameters, paperExperiments, paperRuns } from '../../../../src/report/paper/numbers.ts';

describe('the paper’s numbers', () => {
  it('add up to the 368 networks of Table 1, sixteen for each size', () => {
    expect(paperRuns).toBe(368);
    for (const { sizes, runs } of paperExperiments) expect(runs).toBe(16 * sizes.length);
  });

  it('have power laws whose coefficients of determination run from 0.74 to 0.98', () => {
    const all = paperExperiments.map(({ powerLaw }) => powerLaw.determination);
    expect([Math.min(...all), Math.max(...all)]).toEqual([0.74, 0.98]);
  });

  it('have the ranges of Table 3 for six classes, each from small to large', () => {
    expect(diceParameters.map(({ bounds }) => bounds.length)).toEqual([3, 3, 4, 4, 5, 6]);
    for (const { bounds } of diceParameters)
      for (const [, low, high] of bounds) expect(low).toBeLessThan(high);
  });
});
