import { describe, expect, it } from 'vitest';
import { figureRows } from '../../../../../src/report/data/rows/figure-rows.ts';
import { flawedPlan, sampleReport } from '../../../../synthetic/sample-report.ts';

describe('figure rows', () => {
  using sample = sampleReport();
  const { report, inputs } = sample;
  const figure = (number: string) => report.figures.find((row) => row.number === number)!;

  it('draw what was run, with the number of runs and what is missing from them', () => {
    expect(figure('6')).toMatchObject({ drawn: true, runs: 11, missing: 1, notConverged: 1, notAnalysed: 0 });
    expect(figure('8')).toMatchObject({ drawn: true, runs: 11, missing: 0, notConverged: 0, notAnalysed: 1 });
  });

  it('say how to run what was not', () => {
    expect(figure('9')).toMatchObject({
      drawn: false,
      reason: 'Not part of this run.',
      command: 'npx eos-pipeline repro --profile paper --only experiment=sst-cross-entropy',
    });
  });

  it('say so where an experiment was planned but none of its runs arrived', () => {
    const rows = figureRows({ ...inputs, runs: [] }, flawedPlan.experiments, []);
    expect(rows.find(({ number }) => number === '6')).toMatchObject({
      drawn: false,
      reason: 'None of the 0 planned runs of dice-cross-entropy reached the report with an analysis.',
      command: 'npx eos-pipeline repro --only experiment=dice-cross-entropy',
    });
  });

  it('draw the dice images only where the dice were made', () => {
    expect(figure('5').drawn).toBe(true);
    const rows = figureRows({ ...inputs, datasets: [] }, flawedPlan.experiments, []);
    expect(rows.find(({ number }) => number === '5')).toMatchObject({
      drawn: false,
      reason: 'Not part of this run.',
    });
  });
});
