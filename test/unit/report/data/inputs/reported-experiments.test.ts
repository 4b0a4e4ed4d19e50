import { describe, expect, it } from 'vitest';
import { reportedExperiments } from '../../../../../src/report/data/inputs/reported-experiments.ts';
import { flawedPlan, sampleReport } from '../../../../synthetic/sample-report.ts';

describe('the experiments of a report', () => {
  using sample = sampleReport();
  const { runs } = sample.inputs;

  it('are those of which there are runs, with the sizes of these', () => {
    const some = runs.filter(({ id }) => /^dice-cross-entropy\/(?:30|120)\//.test(id));
    expect(reportedExperiments(flawedPlan.experiments, some)).toMatchObject([
      {
        id: 'dice-cross-entropy',
        sizes: [30, 120],
        datasetTitle: 'Dice',
        paper: { id: 'dice-cross-entropy' },
      },
    ]);
    expect(reportedExperiments(flawedPlan.experiments, [])).toEqual([]);
  });

  it.each([
    ['my-digits', 'My digits'],
    ['dice', 'My dice'],
  ])(
    'are not the paper’s where their runs were trained on another dataset: %s, %s',
    (dataset, datasetTitle) => {
      const swapped = runs.map((run) => ({
        ...run,
        description: { ...run.description, dataset, datasetTitle },
      }));
      const [first] = reportedExperiments(flawedPlan.experiments, swapped);
      expect(first).toMatchObject({ dataset, datasetTitle, replaces: 'Dice' });
      expect(first).not.toHaveProperty('paper');
    },
  );

  it('are the paper’s once: a second one of the same dataset and criterion is one’s own', () => {
    const twice = runs.map((run) => ({
      ...run,
      description: run.id.startsWith('dice')
        ? run.description
        : { ...run.description, dataset: 'dice', datasetTitle: 'Dice' },
    }));
    const found = reportedExperiments(flawedPlan.experiments, twice);
    expect(found.map(({ paper }) => paper?.id)).toEqual(['dice-cross-entropy', undefined]);
  });

  it('are not the paper’s where gradient descent trained them: the paper follows the flow', () => {
    const descended = runs.map((run) => ({
      ...run,
      description: {
        ...run.description,
        solver: { ...run.description.solver, method: 'gradient-descent' as const },
      },
    }));
    for (const experiment of reportedExperiments(flawedPlan.experiments, descended)) {
      expect(experiment).not.toHaveProperty('paper');
      expect(experiment).not.toHaveProperty('replaces');
    }
  });
});
