import { expect, it } from 'vitest';
import { snapshotsTable } from '../../../../src/report/export/snapshots-table.ts';
import { sampleReport } from '../../../synthetic/sample-report.ts';
import { rowsOf } from './rows-of.ts';

it('the table of snapshots has every analysed snapshot after the transient at full precision', () => {
  using sample = sampleReport();
  const rows = rowsOf(snapshotsTable(sample.inputs.runs, 10));
  const expected = sample.inputs.runs.flatMap(({ id, analysis }) =>
    (analysis?.snapshots ?? [])
      .filter(({ iteration }) => iteration >= 10)
      .map((snapshot) => ({
        run: id,
        iteration: snapshot.iteration,
        sharpness: snapshot.hessian.largest,
        jacobian_alignment_3: snapshot.alignmentRatioDeltaJacobian[2],
      })),
  );
  expect(
    rows.map(({ run, iteration, sharpness, jacobian_alignment_3 }) => ({
      run,
      iteration,
      sharpness,
      jacobian_alignment_3,
    })),
  ).toEqual(expected);
});
