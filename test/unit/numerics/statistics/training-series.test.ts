import { describe, expect, it } from 'vitest';
import { changeOverTraining, peakOverTraining } from '../../../../src/numerics/statistics/training-series.ts';

const snapshots = [
  { iteration: 0, value: 100 },
  { iteration: 10, value: 2 },
  { iteration: 100, value: 6 },
  { iteration: 123, value: 1 },
];

describe('changeOverTraining', () => {
  it('divides by the first snapshot at or after the given iteration and leaves out what came before', () => {
    expect(changeOverTraining(snapshots, ({ value }) => value, 10)).toEqual([1, 3, 0.5]);
    expect(changeOverTraining(snapshots, ({ value }) => value, 11)).toEqual([1, 1 / 6]);
  });

  it('is empty where the training ended before', () => {
    expect(changeOverTraining(snapshots.slice(0, 1), ({ value }) => value, 10)).toEqual([]);
  });
});

describe('peakOverTraining', () => {
  it('is the largest value after the transient', () => {
    expect(peakOverTraining(snapshots, ({ value }) => value, 10)).toBe(6);
  });

  it('is absent where the training ended before', () => {
    expect(peakOverTraining(snapshots, ({ value }) => value, 1000)).toBeUndefined();
  });
});
