import { describe, expect, it } from 'vitest';
import { datasetDescription } from '../../../src/artifacts/dataset.ts';

const description = {
  format: 1,
  name: 'dice',
  title: 'Dice',
  classes: ['ones', 'twos'],
  inputShape: [3, 32, 32],
  encoding: { type: 'uint8', scale: 1 / 255, channels: 3 },
  train: { samples: 4, samplesPerClass: [2, 2], meanInput: 0.5, meanSquaredNorm: 9 },
  attribution: 'made here',
  readings: [],
};

describe('dataset.json', () => {
  it('needs no input statistics, so that a stage of one’s own can write it', () => {
    expect(datasetDescription.parse(description)).toEqual(description);
  });

  it('refuses a dataset of one class', () => {
    expect(datasetDescription.safeParse({ ...description, classes: ['ones'] }).success).toBe(false);
  });

  it('refuses an unknown key', () => {
    const result = datasetDescription.safeParse({ ...description, clases: [] });
    expect(result.error?.issues[0]?.message).toBe('Unrecognized key: "clases"');
  });
});
