import { expect, it } from 'vitest';
import { claimSummary } from '../../../../../src/report/data/judgement/claim-summary.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';

it('the summary counts every claim once, by its verdict', () => {
  using sample = sampleReport();
  const { claims } = sample.report;
  const { agrees, differs, notJudged } = claimSummary(claims);
  expect(agrees + differs + notJudged).toBe(claims.length);
  expect(agrees).toBe(claims.filter(({ verdict }) => verdict === 'agrees').length);
  expect(notJudged).toBe(claims.filter(({ verdict }) => verdict === 'not judged here').length);
});
