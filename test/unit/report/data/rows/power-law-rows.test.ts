import { describe, expect, it } from 'vitest';
import { bootstrapBand, powerLawRows } from '../../../../../src/report/data/rows/power-law-rows.ts';
import { paperExperiments } from '../../../../../src/report/paper/numbers.ts';
import { flawedPlan, sampleReport } from '../../../../synthetic/sample-report.ts';

describe('power law rows', () => {
  using sample = sampleReport();
  const { fits } = sample.inputs;

  it('stand in the paper’s order with its values, whether or not the experiment was run', () => {
    const rows = powerLawRows(flawedPlan.experiments, fits);
    expect(rows.map(({ paper }) => paper)).toEqual(paperExperiments.map(({ powerLaw }) => powerLaw));
    expect(rows.map(({ experiment }) => experiment)).toEqual([
      'dice-cross-entropy',
      undefined,
      undefined,
      'atrial-fibrillation-cross-entropy',
      undefined,
    ]);
    expect(rows[0]!.fit).toEqual(fits.find(({ experiment }) => experiment === 'dice-cross-entropy')!.fit);
  });

  it('add experiments that the paper does not have, and say why a fit is absent', () => {
    const mine = { ...flawedPlan.experiments[0]!, id: 'mine', dataset: 'mine' };
    const rows = powerLawRows([mine], []);
    expect(rows.at(-1)).toMatchObject({
      experiment: 'mine',
      reason: 'no fit of this experiment reached the report',
    });
    expect(rows.at(-1)).not.toHaveProperty('paper');
  });

  it('have a band around the law that is the same each time', () => {
    const { points, fit } = fits[0]!;
    const band = bootstrapBand(points, fit!);
    expect(bootstrapBand(points, fit!)).toEqual(band);
    for (const { size, value, low, high } of band) {
      expect(value).toBeCloseTo(fit!.coefficient * size ** fit!.exponent, 12);
      expect(low).toBeLessThan(value);
      expect(high).toBeGreaterThan(value);
    }
    expect([band[0]!.size, band.at(-1)!.size].map(Math.round)).toEqual([30, 120]);
  });

  it('have a band of no width where every point lies on the law', () => {
    const exact = [10, 20, 40].map((size) => ({
      size,
      networkSeed: 0,
      subsetSeed: 0,
      peakAlignment: 2 * size ** 0.5,
    }));
    const fit = { ...fits[0]!.fit!, coefficient: 2, exponent: 0.5 };
    for (const { low, high } of bootstrapBand(exact, fit)) expect(high / low).toBeCloseTo(1, 10);
  });
});
