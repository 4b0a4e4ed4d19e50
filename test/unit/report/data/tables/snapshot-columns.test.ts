import { describe, expect, it } from 'vitest';
import {
  components,
  snapshotColumns,
  snapshotTable,
} from '../../../../../src/report/data/tables/snapshot-columns.ts';
import { analysedSnapshots } from '../../../../../src/report/data/inputs/snapshots.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';

describe('snapshot columns', () => {
  using sample = sampleReport();

  it('have one column a layer, one fewer for what lies between layers, and no name twice', () => {
    const names = snapshotColumns(6).map(({ name }) => name);
    expect(names.filter((name) => name.startsWith('norm_delta_')).length).toBe(6);
    expect(names.filter((name) => name.startsWith('jacobian_alignment_')).length).toBe(5 + 2);
    expect(new Set(names).size).toBe(names.length);
  });

  it('give the change of each component relative to the run’s first analysed snapshot', () => {
    const run = sample.inputs.runs[0]!;
    const table = snapshotTable([run], 10, 6);
    const snapshots = analysedSnapshots(run, 10);
    for (const { name, value } of components) {
      const change = table.columns[`${name}_change`]!;
      expect(change[0]).toBe(1);
      expect(change).toEqual(snapshots.map((snapshot) => value(snapshot) / value(snapshots[0]!)));
    }
  });

  it('make the product of the five components the norm of the first layer (Eq. 7)', () => {
    const table = snapshotTable(sample.inputs.runs, 10, 6);
    for (const [row, norm] of table.columns['norm_delta_1']!.entries()) {
      const product = components.reduce((all, { name }) => all * table.columns[name]![row]!, 1);
      expect(product / norm!).toBeCloseTo(1, 10);
    }
  });
});
