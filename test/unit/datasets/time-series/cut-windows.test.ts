import { describe, expect, it } from 'vitest';
import { cutWindows } from '../../../../src/datasets/time-series/cut-windows.ts';
import type { TimeSeriesFile } from '../../../../src/datasets/time-series/parse-time-series.ts';

const file: TimeSeriesFile = {
  name: 'Toy',
  classes: ['n', 's'],
  length: 5,
  series: [
    { label: 1, channels: [Float64Array.of(0, 1, 2, 3, 4), Float64Array.of(10, 11, 12, 13, 14)] },
    { label: 0, channels: [Float64Array.of(5, 6, 7, 8, 9), Float64Array.of(15, 16, 17, 18, 19)] },
  ],
};

describe('cutWindows', () => {
  it('puts the channels of a window one after the other, windows of a series in order of offset', () => {
    const { inputs, labels } = cutWindows(file, { window: 2, stride: 3, windows: 2 });
    expect([...inputs]).toEqual([0, 1, 10, 11, 3, 4, 13, 14, 5, 6, 15, 16, 8, 9, 18, 19]);
    expect([...labels]).toEqual([1, 1, 0, 0]);
  });

  it('takes only the channels that are named', () => {
    const { inputs } = cutWindows(file, { window: 3, stride: 1, windows: 1, channels: [1] });
    expect([...inputs]).toEqual([10, 11, 12, 15, 16, 17]);
  });

  it('says how many windows fit', () => {
    expect(() => cutWindows(file, { window: 3, stride: 1, windows: 4 })).toThrow(
      '4 windows of 3 points at stride 1 need series of 6 points, those of Toy have 5: ask for at most 3 windows, or for shorter ones',
    );
    expect(() => cutWindows(file, { window: 6, stride: 1, windows: 1 })).toThrow(
      '1 windows of 6 points at stride 1 need series of 6 points, those of Toy have 5: ask for at most 0 windows, or for shorter ones',
    );
  });

  it('refuses a channel that is not there', () => {
    expect(() => cutWindows(file, { window: 2, stride: 1, windows: 1, channels: [2] })).toThrow(
      'Toy has 2 channels, channel 2 was asked for: name channels 0 to 1',
    );
  });
});
