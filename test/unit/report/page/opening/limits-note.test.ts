import { expect, it } from 'vitest';
import { limitsNote } from '../../../../../src/report/page/opening/limits-note.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';
import { quickPlan } from '../../../../synthetic/study.ts';
import { plainText } from '../sections/sections.ts';

it('the note names the first six runs that are missing and counts the rest', () => {
  using sample = sampleReport();
  const { report } = sample;
  for (const run of report.runs.slice(0, 8)) run.status = 'missing';
  report.totals.finished = 16;
  const text = plainText(limitsNote(report)!);
  expect(text).toContain('8 of 24 runs are missing (failed or not run): dice-cross-entropy/30/0/0');
  expect(text).toContain('and 3 more.');
});

it('the note counts snapshots that are left out since their networks are saturated', () => {
  using sample = sampleReport({ ...quickPlan, iterations: [210, 330] });
  const [first, second] = sample.report.runs;
  first!.saturatedSnapshots = 2;
  second!.saturatedSnapshots = 3;
  expect(plainText(limitsNote(sample.report)!)).toContain(
    `5 snapshots of 2 runs are left out: their networks are saturated, so that ratios of their factors have no value. ${first!.id}, ${second!.id}.`,
  );
});

it('there is no note where nothing is amiss', () => {
  using sample = sampleReport({ ...quickPlan, iterations: [210, 330] });
  expect(limitsNote(sample.report)).toBeUndefined();
});
