import { expect, it } from 'vitest';
import type { DatasetDescription } from '../../../../src/artifacts/dataset.ts';
import { trialRemarks } from '../../../../src/cli/data/trial-remarks.ts';

const description: DatasetDescription = {
  format: 1,
  name: 'a',
  title: 'a',
  classes: ['u', 'v', 'w'],
  inputShape: [2],
  encoding: { type: 'float64' },
  attribution: '',
  readings: [],
  train: {
    samples: 210,
    samplesPerClass: [200, 10, 0],
    meanInput: 0,
    meanSquaredNorm: 1,
    statistics: {
      smallest: -500,
      largest: 3,
      standardDeviation: 1,
      constantColumns: 1,
      duplicates: 4,
      conflictingDuplicates: 2,
      rank: { rank: 1, samples: 200 },
    },
  },
};

it('trialRemarks names what is odd about a dataset', () => {
  expect(trialRemarks(description)).toEqual([
    'no training sample is of class w',
    'the classes are of unequal size: from 10 to 200 samples',
    '1 columns hold the same value in every sample',
    '4 of the 210 samples repeat an earlier one, 2 under another label',
    'inputs reach 500: standardize: features (or all) may be wanted',
    'there is no test split',
  ]);
});

it('trialRemarks names classes that may be one', () => {
  expect(trialRemarks({ ...description, classes: ['Setosa', 'other', 'setosa'] })).toContain(
    'the classes Setosa and setosa differ in capital letters only',
  );
});

it('trialRemarks says nothing of data without surprises', () => {
  const { train } = description;
  const statistics = {
    ...train.statistics!,
    smallest: 0,
    constantColumns: 0,
    duplicates: 0,
    conflictingDuplicates: 0,
  };
  const plain = { ...train, samplesPerClass: [70, 70, 70], statistics };
  expect(trialRemarks({ ...description, train: plain, test: plain })).toEqual([]);
});
