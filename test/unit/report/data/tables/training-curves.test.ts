import { describe, expect, it } from 'vitest';
import { curveTable, thinned } from '../../../../../src/report/data/tables/training-curves.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';

describe('training curves', () => {
  it('keep every row where there are few, and first and last where they are thinned', () => {
    expect(thinned(3, 5)).toEqual([0, 1, 2]);
    const rows = thinned(1000, 120);
    expect([rows.length, rows[0], rows.at(-1)]).toEqual([120, 0, 999]);
    expect(new Set(rows).size).toBe(120);
  });

  it('leave out what is not finite', () => {
    using sample = sampleReport();
    const run = sample.inputs.runs[0]!;
    const table = curveTable([run], 10);
    expect(table.columns['error_estimate']).toEqual(Array.from({ length: 10 }, () => undefined));
    expect(table.columns['loss']![9]).toBe(run.history.loss.at(-1));
  });
});
