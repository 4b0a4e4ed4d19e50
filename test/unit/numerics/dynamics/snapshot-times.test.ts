import { describe, expect, it } from 'vitest';
import { snapshotTime } from '../../../../src/numerics/dynamics/snapshot-times.ts';

const times = (snapshotEvery: number, count: number) =>
  Array.from({ length: count }, (_, index) => snapshotTime({ maxStepSize: 1, snapshotEvery }, index));

describe('snapshotTime', () => {
  it('names the start, the end of the transient and every multiple', () => {
    expect(times(100, 5)).toEqual([0, 10, 100, 200, 300]);
  });

  it('places the end of the transient in its order among shorter distances', () => {
    expect(times(4, 6)).toEqual([0, 4, 8, 10, 12, 16]);
  });

  it('names the end of the transient once where it is a multiple', () => {
    expect(times(5, 4)).toEqual([0, 5, 10, 15]);
    expect(times(10, 3)).toEqual([0, 10, 20]);
    expect(times(1, 13)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it('counts in units of the largest step', () => {
    expect(snapshotTime({ maxStepSize: 0.01, snapshotEvery: 100 }, 3)).toBe(2);
  });
});
