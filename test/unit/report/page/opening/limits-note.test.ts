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

it('there is no note where nothing is amiss', () => {
  using sample = sampleReport({ ...quickPlan, iterations: [210, 330] });
  expect(limitsNote(sample.report)).toBeUndefined();
});
