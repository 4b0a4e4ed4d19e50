import { describe, expect, it } from 'vitest';
import { figureRows } from '../../../../../src/report/data/rows/figure-rows.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';

describe('figure rows', () => {
  using sample = sampleReport();
  const { report, inputs, experiments } = sample;
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

  it('say so where none of an experiment’s runs is analysed', () => {
    const rows = figureRows({ ...inputs, runs: [] }, experiments, []);
    expect(rows.find(({ number }) => number === '6')).toMatchObject({
      drawn: false,
      reason: 'None of the 0 runs of dice-cross-entropy has an analysis.',
      command: 'npx eos-pipeline repro --only experiment=dice-cross-entropy',
    });
  });

  it('draw the main figures for an experiment that was run where the paper’s was not, and say so', () => {
    expect(figure('4')).toMatchObject({
      experiment: 'dice-cross-entropy',
      instead: 'CIFAR-10, cross-entropy',
      drawn: true,
    });
    expect(figure('4').caption).toMatch(
      /Dice, cross-entropy \(the paper shows CIFAR-10, cross-entropy, which is not part of this run\)$/,
    );
    expect(figure('6')).not.toHaveProperty('instead');
  });

  it('draw each experiment that the paper does not have, two of one dataset apart', () => {
    const [dice] = experiments;
    const own = { ...dice!, datasetTitle: 'My digits' };
    delete own.paper;
    const further = figureRows(inputs, [own, { ...own, id: 'second' }], report.runs).filter(
      ({ section }) => section === 'further',
    );
    expect(new Set(further.map(({ experiment }) => experiment))).toEqual(new Set([own.id, 'second']));
    expect(further[0]!.caption).toContain('My digits, cross-entropy');
  });

  it('draw the dice images only where the dice were made', () => {
    expect(figure('5').drawn).toBe(true);
    const rows = figureRows({ ...inputs, datasets: [] }, experiments, []);
    expect(rows.find(({ number }) => number === '5')).toMatchObject({
      drawn: false,
      reason: 'Not part of this run.',
    });
  });
});
