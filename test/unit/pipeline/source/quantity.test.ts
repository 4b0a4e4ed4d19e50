import { describe, expect, it } from 'vitest';
import { durationMs, sizeBytes } from '../../../../src/pipeline/source/quantity.ts';

describe('durationMs', () => {
  it('reads every unit', () => {
    expect(['250ms', '1.5s', '30m', '2 h', '1d'].map(durationMs)).toEqual([
      250, 1500, 1_800_000, 7_200_000, 86_400_000,
    ]);
  });

  it('reads months, and parts of a millisecond as one', () => {
    expect(['30d', '400d', '0.1ms'].map(durationMs)).toEqual([2_592_000_000, 34_560_000_000, 1]);
  });

  it('reads nothing else', () => {
    expect(['', '30', 'm', '3 weeks', '-1s'].map(durationMs)).toEqual(Array(5).fill(undefined));
    // None at all, or more than can be counted.
    expect(['0s', '0.00 h', '00ms', `${'9'.repeat(400)}d`].map(durationMs)).toEqual(Array(4).fill(undefined));
  });
});

describe('sizeBytes', () => {
  it('reads decimal and binary units', () => {
    expect(['12B', '1 kB', '512 MB', '2GB', '2 GiB', '1 TB', '1.5 KiB'].map(sizeBytes)).toEqual([
      12,
      1000,
      512e6,
      2e9,
      2 ** 31,
      1e12,
      1536,
    ]);
  });

  it('reads nothing else', () => {
    expect(['', '2', 'GB', '2 G', '2 gb'].map(sizeBytes)).toEqual(Array(5).fill(undefined));
    expect(['0 B', '0.0 GB', `${'9'.repeat(400)}TB`].map(sizeBytes)).toEqual(Array(3).fill(undefined));
  });
});
