import { expect, it } from 'vitest';
import { experimentRecords } from '../../../../src/report/export/experiment-records.ts';
import { sampleReport } from '../../../synthetic/sample-report.ts';

it('records name run, size and the columns asked for', () => {
  using sample = sampleReport();
  const { snapshots } = sample.report.tables['dice-cross-entropy']!;
  const records = experimentRecords(sample.report, 'dice-cross-entropy', 'snapshots', [
    'iteration',
    'norm_k',
  ]);
  expect(records.length).toBe(snapshots.run.length);
  expect(records[0]).toEqual({
    run: 'dice-cross-entropy/30/0/0',
    size: 30,
    iteration: 10,
    norm_k: snapshots.columns['norm_k']![0],
  });
});
