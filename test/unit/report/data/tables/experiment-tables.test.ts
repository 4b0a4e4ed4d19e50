import { expect, it } from 'vitest';
import { snapshotTable } from '../../../../../src/report/data/tables/snapshot-columns.ts';
import { experimentTables } from '../../../../../src/report/data/tables/experiment-tables.ts';
import { flawedPlan, sampleReport } from '../../../../synthetic/sample-report.ts';

it('tables hold the numbers of their experiment’s runs to six significant digits', () => {
  using sample = sampleReport();
  const tables = experimentTables(sample.inputs.runs, flawedPlan.experiments, 10);
  expect(Object.keys(tables)).toEqual(flawedPlan.experiments.map(({ id }) => id));
  for (const [id, { snapshots, depth }] of Object.entries(tables)) {
    const runs = sample.inputs.runs.filter(({ description }) => description.experiment === id);
    const exact = snapshotTable(runs, 10, depth);
    expect(snapshots.runs).toEqual(runs.map((run) => run.id));
    for (const [name, values] of Object.entries(exact.columns))
      expect(snapshots.columns[name]).toEqual(values.map((value) => Number(value!.toPrecision(6))));
  }
});

it('an experiment without runs has no table', () => {
  expect(experimentTables([], flawedPlan.experiments, 10)).toEqual({});
});
