import { expect, it } from 'vitest';
import { claimSummary } from '../../../../../src/report/data/judgement/claim-summary.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';

it('the summary counts every claim once, by its verdict', () => {
  using sample = sampleReport();
  const { claims } = sample.report;
  const { holds, doesNotHold, notRun } = claimSummary(claims);
  expect(holds + doesNotHold + notRun).toBe(claims.length);
  expect(holds).toBe(claims.filter(({ verdict }) => verdict === 'holds').length);
  expect(notRun).toBe(claims.filter(({ verdict }) => verdict === 'not run').length);
});
