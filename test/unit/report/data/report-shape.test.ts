import { expect, it } from 'vitest';
import { reportShape } from '../../../../src/report/data/report-shape.ts';
import { sampleReport } from '../../../synthetic/sample-report.ts';

it('reportShape takes what the report writes, and members that it does not know', () => {
  using sample = sampleReport();
  const written: unknown = JSON.parse(JSON.stringify({ ...sample.report, later: 1 }));
  expect(reportShape.safeParse(written).error).toBeUndefined();
});

it('reportShape refuses a report without its runs', () => {
  using sample = sampleReport();
  expect(reportShape.safeParse({ ...sample.report, runs: undefined }).success).toBe(false);
});
