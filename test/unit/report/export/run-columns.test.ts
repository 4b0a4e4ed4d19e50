import { expect, it } from 'vitest';
import { runColumns, runValues } from '../../../../src/report/export/run-columns.ts';
import { sampleReport } from '../../../synthetic/sample-report.ts';

it('run columns repeat the run on each of its rows', () => {
  using sample = sampleReport();
  const values = runValues(sample.inputs.runs[0]!, 2);
  expect(values.length).toBe(runColumns.length);
  expect(values.map((column) => column[1])).toEqual([
    'atrial-fibrillation-cross-entropy',
    'atrial-fibrillation-cross-entropy/30/0/0',
    30,
    0,
    0,
    'converged',
  ]);
});
