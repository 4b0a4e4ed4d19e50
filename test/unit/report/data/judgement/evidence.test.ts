import { median } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { analysedSnapshots } from '../../../../../src/report/data/inputs/snapshots.ts';
import {
  powerLawEvidence,
  quantityEvidence,
  shareEvidence,
} from '../../../../../src/report/data/judgement/evidence.ts';
import { quantities } from '../../../../../src/report/data/judgement/quantities.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';

describe('the evidence of an experiment', () => {
  using sample = sampleReport();
  const { runs, fits } = sample.inputs;
  const [dice] = sample.experiments;
  const own = runs.filter(({ id }) => id.startsWith('dice'));

  it('is the extreme over its runs with the run that has it, and the median, each with its spread over seeds', () => {
    const each = own.map((run) => quantities.hessianGrowth.read(analysedSnapshots(run, 10)));
    const found = quantityEvidence(quantities.hessianGrowth, dice!, [], runs, 10)!;
    expect(found.extreme.value).toBe(Math.max(...each));
    expect(own[each.indexOf(Math.max(...each))]!.id).toBe(found.run);
    expect(found.typical.value).toBe(median(each));
    expect(found.typical.spread!.low).toBeLessThanOrEqual(found.typical.value);
    expect(found.typical.spread!.high).toBeGreaterThanOrEqual(found.typical.value);
  });

  it('is a share of the runs that can say', () => {
    const found = shareEvidence(dice!, [], runs, ({ description }) =>
      description.size === 30 ? undefined : description.size === 60,
    )!;
    expect(found.extreme.value).toBeCloseTo(4 / 7, 12);
    expect(shareEvidence(dice!, [], runs, () => undefined)).toBeUndefined();
  });

  it('is R² and the exponent of its law, with their intervals', () => {
    const { fit } = fits.find(({ experiment }) => experiment === dice!.id)!;
    expect(powerLawEvidence(dice!, ['width 32 instead of 512'], fits)).toMatchObject({
      departures: ['width 32 instead of 512'],
      extreme: { value: fit!.determination, spread: fit!.intervals.determination },
      typical: { value: fit!.exponent, spread: fit!.intervals.exponent },
    });
    expect(powerLawEvidence(dice!, [], [])).toBeUndefined();
  });
});
