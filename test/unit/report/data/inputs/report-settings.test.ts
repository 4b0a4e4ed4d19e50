import { describe, expect, it } from 'vitest';
import { reportSettings } from '../../../../../src/report/data/inputs/report-settings.ts';
import { quickPlan } from '../../../../synthetic/study.ts';

describe('report settings', () => {
  it('draw SVG files unless told otherwise', () => {
    const settings = reportSettings.parse({
      title: 't',
      ignoreBefore: 10,
      experiments: quickPlan.experiments,
    });
    expect(settings.svg).toBe(true);
  });

  it('refuse a key that nothing reads', () => {
    const parsed = reportSettings.safeParse({
      title: 't',
      ignoreBefore: 10,
      experiments: quickPlan.experiments,
      ignoreAfter: 3,
    });
    expect(parsed.error?.issues.map(({ code }) => code)).toEqual(['unrecognized_keys']);
  });

  it('refuse an experiment that is named twice', () => {
    const [first] = quickPlan.experiments;
    const parsed = reportSettings.safeParse({ title: 't', ignoreBefore: 10, experiments: [first, first] });
    expect(parsed.error?.issues.map(({ message }) => message)).toEqual(['must name each experiment once']);
  });
});
