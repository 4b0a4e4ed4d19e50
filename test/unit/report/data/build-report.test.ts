import { describe, expect, it } from 'vitest';
import { buildReport } from '../../../../src/report/data/build-report.ts';
import { compareWithReference } from '../../../../src/report/data/reference-comparison.ts';
import { reportResults } from '../../../../src/report/data/report-results.ts';
import { sampleReport } from '../../../synthetic/sample-report.ts';

describe('the report', () => {
  it('is this run’s numbers, and their comparison where it has something to compare with', () => {
    using sample = sampleReport();
    const { inputs, settings } = sample;
    const results = reportResults(inputs, settings);
    expect(buildReport(inputs, settings)).toEqual(results);
    const reference = { results, digest: 'abc' };
    expect(buildReport(inputs, settings, reference)).toEqual({
      ...results,
      reference: compareWithReference(results, reference),
    });
  });
});
