import { describe, expect, it } from 'vitest';
import { compareReports, comparisonText } from '../../../../src/report/data/compare-reports.ts';
import { sampleReport } from '../../../synthetic/sample-report.ts';

describe('comparing two reports', () => {
  it('finds no difference between a report and itself', () => {
    using sample = sampleReport();
    const comparison = compareReports(sample.report, sample.report);
    expect(comparison).toMatchObject({ changed: [], verdicts: [] });
    expect(comparisonText(comparison)).toBe(`0 numbers differ, ${comparison.equal} are equal`);
  });

  it('sets the numbers that differ side by side, and names verdicts that turned', () => {
    using sample = sampleReport();
    const { report } = sample;
    const after = structuredClone(report);
    after.claims[0]!.value = report.claims[0]!.value! * 2;
    report.claims[0]!.verdict = 'agrees';
    after.claims[0]!.verdict = 'differs';
    after.powerLaws[0]!.fit = { ...report.powerLaws[0]!.fit!, exponent: 0.5 };
    report.powerLaws[0]!.fit!.exponent = 0.25;
    delete after.runs[0]!.peakAlignment;
    const comparison = compareReports(report, after);
    expect(comparison.verdicts).toEqual([{ claim: 'hessian-growth', before: 'agrees', after: 'differs' }]);
    const lines = comparisonText(comparison).split('\n');
    expect(lines[0]).toBe('verdict of hessian-growth: agrees → differs');
    expect(lines.find((line) => line.startsWith('power law'))).toMatch(
      /^power law, dice-cross-entropy, c_2 +0\.25 +0\.5 +×2\.000$/,
    );
    expect(lines.find((line) => line.startsWith('run dice'))).toMatch(
      /^run dice-cross-entropy\/30\/0\/0, peakAlignment +0\.\d+ +–$/,
    );
    expect(lines.at(-1)).toBe(`3 numbers differ, ${comparison.equal} are equal`);
  });
});
