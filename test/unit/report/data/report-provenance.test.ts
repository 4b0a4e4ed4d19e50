import { expect, it } from 'vitest';
import { reportProvenance } from '../../../../src/report/data/report-provenance.ts';
import { sampleReport } from '../../../synthetic/sample-report.ts';

it('provenance names versions and changes its digest with any run', () => {
  using sample = sampleReport();
  const before = reportProvenance(sample.inputs);
  expect(Object.keys(before.versions)).toEqual(['eos-pipeline', 'vega', 'vega-lite', 'katex']);
  for (const version of Object.values(before.versions)) expect(version).toMatch(/^\d+\.\d+\.\d+/);
  expect(reportProvenance(sample.inputs)).toEqual(before);
  sample.inputs.runs[5]!.digest = 'other';
  expect(reportProvenance(sample.inputs).runsDigest).not.toBe(before.runsDigest);
});
