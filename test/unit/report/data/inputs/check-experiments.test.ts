import { expect, it } from 'vitest';
import { checkExperiments } from '../../../../../src/report/data/inputs/check-experiments.ts';
import type { RunInput } from '../../../../../src/report/data/inputs/inputs.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';

it('checkExperiments takes runs that are what the plan says', () => {
  using sample = sampleReport();
  const { experiments } = sample.settings;
  expect(checkExperiments(experiments, sample.inputs.runs)).toEqual([]);
  // What is trained at the edge is in no experiment.
  for (const runs of [sample.inputs.runs.filter(({ id }) => id.startsWith('edge-')), []])
    expect(checkExperiments(experiments.slice(1), runs)).toEqual([]);
});

it('checkExperiments names the experiments that a page leaves out', () => {
  using sample = sampleReport();
  const [left, ...experiments] = sample.settings.experiments;
  expect(checkExperiments(experiments, sample.inputs.runs)).toEqual([left!.id]);
});

it('checkExperiments refuses a plan of another criterion or stop loss', () => {
  using sample = sampleReport();
  const [dice] = sample.settings.experiments;
  const check = (changes: object) => () => {
    checkExperiments([{ ...dice!, ...changes }], sample.inputs.runs);
  };
  expect(check({ criterion: 'mse' })).toThrow(
    'with.experiments says that the criterion of dice-cross-entropy is mse, its run dice-cross-entropy/30/0/0 was trained with cross-entropy: give both stages the same',
  );
  expect(check({ stopLoss: 0.5 })).toThrow(
    /the stopLoss of dice-cross-entropy is 0\.5, .* with 0\.05: give both/,
  );
});

it('checkExperiments refuses runs of one experiment that differ in more than size and seeds', () => {
  using sample = sampleReport();
  const { runs } = sample.inputs;
  const changed: RunInput = {
    ...runs.at(-1)!,
    description: { ...runs[0]!.description, datasetTitle: 'Other dice' },
  };
  expect(() => {
    checkExperiments(sample.settings.experiments, [runs[0]!, changed]);
  }).toThrow(
    /^the runs .* are of one experiment and differ in datasetTitle \(".*", "Other dice"\), expected runs/,
  );
});

it('checkExperiments refuses a plan that names none of the experiments', () => {
  using sample = sampleReport();
  const [dice] = sample.settings.experiments;
  expect(() => {
    checkExperiments([{ ...dice!, id: 'dices' }], sample.inputs.runs);
  }).toThrow(
    /^none of the \d+ runs is of an experiment that with\.experiments names \(dices\), they are of atrial-fibrillation-cross-entropy, dice-cross-entropy: correct the names$/,
  );
});
