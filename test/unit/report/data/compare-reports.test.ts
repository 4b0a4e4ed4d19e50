import { describe, expect, it } from 'vitest';
import { compareReports, comparisonText, disagrees } from '../../../../src/report/data/compare-reports.ts';
import { sampleReport } from '../../../synthetic/sample-report.ts';

describe('comparing two reports', () => {
  it('finds no difference between a report and itself', () => {
    using sample = sampleReport();
    const comparison = compareReports(sample.report, sample.report);
    expect(comparison).toMatchObject({ changed: [], verdicts: [] });
    expect(disagrees(comparison)).toBe(false);
    expect(comparisonText(comparison)).toBe(
      `numbers beyond their tolerance: 0; within it: 0; equal: ${comparison.equal}`,
    );
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
    expect(comparison.verdicts).toEqual([
      { claim: 'hessian-growth', before: 'agrees', after: 'differs', apart: false },
    ]);
    const lines = comparisonText(comparison).split('\n');
    expect(lines[0]).toBe('verdict of hessian-growth: agrees → differs');
    expect(lines.find((line) => line.startsWith('power law'))).toMatch(
      /^power law, dice-cross-entropy, c_2 +0\.25 +0\.5 +×2\.000 +beyond 0\.01$/,
    );
    expect(lines.find((line) => line.startsWith('run dice'))).toMatch(
      /^run dice-cross-entropy\/30\/0\/0, peakAlignment +0\.\d+ +–$/,
    );
    expect(lines.at(-1)).toBe(
      `numbers beyond their tolerance: 2; within it: 0; equal: ${comparison.equal}; not compared (of other runs, or in one report only): 1`,
    );
  });
  it('tells what is within its tolerance from what is beyond, and says why the tolerance is what it is', () => {
    using sample = sampleReport();
    const { report } = sample;
    const after = structuredClone(report);
    after.runs[0]!.peakAlignment = report.runs[0]!.peakAlignment! * 1.005;
    const within = compareReports(report, after);
    expect(within.changed).toMatchObject([{ kind: 'extreme', agreement: 'within' }]);
    expect(disagrees(within)).toBe(false);
    expect(comparisonText(within)).toMatch(/^extreme: 1 % \(largest values over training/m);
    expect(comparisonText(within)).toMatch(/^numbers beyond their tolerance: 0; within it: 1; equal: \d+$/m);
    after.runs[0]!.peakAlignment *= 2;
    expect(disagrees(compareReports(report, after))).toBe(true);
  });

  it('does not hold numbers of other runs, or of another width, against a report', () => {
    using sample = sampleReport();
    const { report } = sample;
    const after = structuredClone(report);
    for (const row of after.experiments) if (row.network) row.network.width *= 2;
    for (const run of after.runs) run.peakAlignment! *= 3;
    after.claims[0]!.verdict = report.claims[0]!.verdict === 'agrees' ? 'differs' : 'agrees';
    const comparison = compareReports(report, after);
    expect(new Set(comparison.changed.map(({ agreement }) => agreement))).toEqual(new Set(['apart']));
    expect(comparison.verdicts).toMatchObject([{ apart: true }]);
    expect(comparisonText(comparison)).toContain('(over other runs)');
    expect(disagrees(comparison)).toBe(false);
  });

  it('counts what only one report has where it is much', () => {
    using sample = sampleReport();
    const { report } = sample;
    const after = structuredClone(report);
    after.runs.splice(1);
    const text = comparisonText(compareReports(report, after));
    expect(text).toMatch(/^in the other report only: \d\d+; in this one only: 0$/m);
    expect(text).not.toContain(`run ${report.runs[1]!.id}`);
  });
});
