import { describe, expect, it } from 'vitest';
import { reportResults } from '../../../../src/report/data/report-results.ts';
import { deviations } from '../../../../src/report/data/rows/deviations.ts';
import { sampleReport } from '../../../synthetic/sample-report.ts';

describe('the numbers of this run', () => {
  it('counts what was planned, finished, converged and analysed', () => {
    using sample = sampleReport();
    expect(sample.report.totals).toEqual({
      planned: 24,
      finished: 23,
      converged: 22,
      analysed: 22,
      leftOut: 0,
      paper: 368,
    });
  });

  it('is the same when computed again', () => {
    using sample = sampleReport();
    expect(JSON.stringify(reportResults(sample.inputs, sample.settings))).toBe(JSON.stringify(sample.report));
  });

  it('stands without any run, fit or dataset', () => {
    using sample = sampleReport();
    const report = reportResults({ datasets: [], runs: [], fits: [] }, sample.settings);
    expect(report.totals).toEqual({
      planned: 0,
      finished: 0,
      converged: 0,
      analysed: 0,
      leftOut: 24,
      paper: 368,
    });
    expect(report.summary.notJudged).toBe(report.claims.length);
    expect(report.figures.some(({ drawn }) => drawn)).toBe(false);
  });

  it('has what was run and nothing else: other sizes, seeds and experiments of the plan are left out', () => {
    using sample = sampleReport();
    const runs = sample.inputs.runs.filter(({ id }) => id.startsWith('dice-cross-entropy/60/0/'));
    const report = reportResults({ ...sample.inputs, runs }, sample.settings);
    expect(report.totals).toMatchObject({ planned: 2, finished: 2, leftOut: 22 });
    expect(report.experiments.filter(({ id }) => id !== undefined)).toMatchObject([
      { id: 'dice-cross-entropy', sizes: [60] },
    ]);
  });

  it('names a dataset that was swapped by its own title, as a departure, beside no law of the paper', () => {
    using sample = sampleReport();
    const runs = sample.inputs.runs.map((run) => ({
      ...run,
      description: run.id.startsWith('dice')
        ? { ...run.description, dataset: 'my-digits', datasetTitle: 'My digits' }
        : run.description,
    }));
    const datasets = sample.inputs.datasets.filter(({ description }) => description.name !== 'dice');
    const report = reportResults({ ...sample.inputs, datasets, runs }, sample.settings);
    const own = report.powerLaws.find(({ experiment }) => experiment === 'dice-cross-entropy')!;
    expect(own.datasetTitle).toBe('My digits');
    expect(own).not.toHaveProperty('paper');
    expect(report.powerLaws.find(({ datasetTitle }) => datasetTitle === 'Dice')).not.toHaveProperty('fit');
    expect(deviations(report.experiments)).toContain(
      'My digits, cross-entropy: trained in the place of Dice; not among the paper’s experiments.',
    );
    expect(report.figures.filter(({ drawn, caption }) => drawn && caption.includes('Dice'))).toEqual([]);
    expect(report.figures.find(({ number }) => number === 'A1')!.caption).toContain('My digits');
  });
});
