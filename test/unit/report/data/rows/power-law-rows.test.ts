import { describe, expect, it } from 'vitest';
import { powerLawRows } from '../../../../../src/report/data/rows/power-law-rows.ts';
import { paperExperiments } from '../../../../../src/report/paper/numbers.ts';
import { flawedPlan, sampleReport } from '../../../../synthetic/sample-report.ts';

describe('power law rows', () => {
  using sample = sampleReport();
  const { fits } = sample.inputs;

  it('stand in the paper’s order with its values, whether or not the experiment was run', () => {
    const rows = powerLawRows(sample.experiments, fits);
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
    const mine = { ...flawedPlan.experiments[0]!, id: 'mine', dataset: 'mine', datasetTitle: 'My data' };
    const rows = powerLawRows([mine], []);
    expect(rows.at(-1)).toMatchObject({
      experiment: 'mine',
      reason: 'no fit of this experiment reached the report',
    });
    expect(rows.at(-1)).not.toHaveProperty('paper');
  });

  it('have the band that the stage drew with the fit', () => {
    const row = powerLawRows(sample.experiments, fits)[0]!;
    expect(row.band).toEqual(fits.find(({ experiment }) => experiment === row.experiment)!.band);
    expect(row.band.length).toBeGreaterThan(0);
  });
});
