import { expect, it } from 'vitest';
import { fitsTable } from '../../../../src/report/export/fits-table.ts';
import { sampleReport } from '../../../synthetic/sample-report.ts';
import { rowsOf } from './rows-of.ts';

it('the table of fits has one row a point with its experiment’s law, empty where there is none', () => {
  using sample = sampleReport();
  const [first, second] = sample.inputs.fits;
  const { fit, ...unfitted } = second!;
  expect(fit).toBeDefined();
  const rows = rowsOf(fitsTable([first!, unfitted]));
  expect(rows.length).toBe(first!.points.length + second!.points.length);
  expect(rows[0]).toMatchObject({
    peak_alignment: first!.points[0]!.peakAlignment,
    exponent: first!.fit!.exponent,
  });
  expect(rows.at(-1)!['exponent']).toBeUndefined();
});
