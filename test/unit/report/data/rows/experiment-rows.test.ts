import { describe, expect, it } from 'vitest';
import { experimentRows } from '../../../../../src/report/data/rows/experiment-rows.ts';
import { flawedPlan, sampleReport } from '../../../../synthetic/sample-report.ts';

describe('experiment rows', () => {
  using sample = sampleReport();
  const { inputs, report } = sample;

  it('count planned, finished, converged and analysed runs of each of the paper’s experiments', () => {
    const counts = report.experiments.map((row) => [row.planned, row.finished, row.converged, row.analysed]);
    expect(counts).toEqual([
      [12, 11, 10, 11],
      [0, 0, 0, 0],
      [0, 0, 0, 0],
      [12, 12, 12, 11],
      [0, 0, 0, 0],
    ]);
  });

  it('take the share of limited steps over all iterations of the experiment', () => {
    const row = report.experiments.find(({ id }) => id === 'dice-cross-entropy')!;
    const runs = inputs.runs.filter(({ description }) => description.experiment === row.id);
    const sum = (field: 'iterations' | 'limitedIterations') =>
      runs.reduce((total, { description }) => total + description[field], 0);
    expect(row.limitedShare).toBe(sum('limitedIterations') / sum('iterations'));
  });

  it('add experiments that the paper does not have, under their dataset’s title', () => {
    const mine = { ...flawedPlan.experiments[0]!, id: 'mine', dataset: 'mine', datasetTitle: 'My data' };
    const rows = experimentRows([mine], [], []);
    expect(rows.at(-1)).toMatchObject({ id: 'mine', datasetTitle: 'My data', planned: 0 });
    expect(rows.at(-1)).not.toHaveProperty('paper');
  });
});
