import { describe, expect, it } from 'vitest';
import { figureFileName, furtherFigures, paperFigures } from '../../../../src/report/paper/figure-list.ts';
import { flawedPlan, sampleReport } from '../../../synthetic/sample-report.ts';

describe('the list of figures', () => {
  it('has the paper’s figures 1 to 42, each once, in order', () => {
    expect(paperFigures.map(({ number }) => number)).toEqual(
      Array.from({ length: 42 }, (_, index) => String(index + 1)),
    );
  });

  it('follows the paper’s captions', () => {
    const at = (number: number) => {
      const { family, dataset, criterion } = paperFigures[number - 1]!;
      return `${family}: ${dataset}, ${criterion ?? ''}`;
    };
    expect([1, 3, 5, 7, 9, 13, 16, 20, 24, 31, 35, 42].map(at)).toEqual([
      'sharpness: cifar-10, cross-entropy',
      'selected-layer-norms: cifar-10, cross-entropy',
      'examples: dice, ',
      'sharpness: cifar-10, mse',
      'sharpness: sst, cross-entropy',
      'overlap: sst, cross-entropy',
      'layer-norms: cifar-10, mse',
      'components: cifar-10, mse',
      'activation-ratios: dice, cross-entropy',
      'chi-alignment: atrial-fibrillation, cross-entropy',
      'jacobian-norms: cifar-10, mse',
      'jacobian-alignment: sst, cross-entropy',
    ]);
  });

  it('gives experiments beyond the paper every family under numbers of their own', () => {
    using sample = sampleReport();
    expect(furtherFigures(sample.experiments)).toEqual([]);
    const mine = { ...flawedPlan.experiments[0]!, id: 'mine', dataset: 'mine' };
    const figures = furtherFigures([mine]);
    expect(figures.map(({ number }) => number)).toEqual(['A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7', 'A8']);
    expect(new Set(figures.map(({ family }) => family)).size).toBe(8);
  });

  it('numbers the files of figures with two digits', () => {
    expect(['6', '42', 'A1'].map((number) => figureFileName({ number }))).toEqual([
      'figure-06',
      'figure-42',
      'figure-A1',
    ]);
  });
});
