import { describe, expect, it } from 'vitest';
import { buildReport } from '../../../../src/report/data/build-report.ts';
import { sampleReport } from '../../../synthetic/sample-report.ts';

describe('the report', () => {
  it('counts what was planned, finished, converged and analysed', () => {
    using sample = sampleReport();
    expect(sample.report.totals).toEqual({
      planned: 24,
      finished: 23,
      converged: 22,
      analysed: 22,
      paper: 368,
    });
  });

  it('is the same when computed again', () => {
    using sample = sampleReport();
    expect(JSON.stringify(buildReport(sample.inputs, sample.settings))).toBe(JSON.stringify(sample.report));
  });

  it('stands without any run, fit or dataset', () => {
    using sample = sampleReport();
    const report = buildReport({ datasets: [], runs: [], fits: [] }, sample.settings);
    expect(report.totals).toEqual({ planned: 24, finished: 0, converged: 0, analysed: 0, paper: 368 });
    expect(report.summary.notRun).toBe(report.claims.length);
    expect(report.figures.some(({ drawn }) => drawn)).toBe(false);
  });
});
