import { expect, it } from 'vitest';
import { reportJson } from '../../../../src/report/data/report-json.ts';
import { sampleReport } from '../../../synthetic/sample-report.ts';

it('report.json says all that the report holds, with arrays of numbers on one line', () => {
  using sample = sampleReport();
  const text = reportJson(sample.report);
  expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(sample.report)));
  expect(text).toContain('"sizes": [30,60,120]');
  expect(text.split('\n').length).toBeGreaterThan(500);
});
