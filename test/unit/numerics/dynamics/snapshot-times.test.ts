import { describe, expect, it } from 'vitest';
import { reachesSnapshot, snapshotTime } from '../../../../src/numerics/dynamics/snapshot-times.ts';

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

describe('reachesSnapshot', () => {
  const schedule = { maxStepSize: 0.01, snapshotEvery: 100 };

  it('keeps exactly the iterations 10, 100, 200, … of a run whose every step is η', () => {
    const kept: number[] = [];
    let time = 0;
    for (let iteration = 1; iteration <= 1000; iteration++) {
      const end = time + 0.01;
      if (reachesSnapshot(schedule, time, end)) kept.push(iteration);
      time = end;
    }
    expect(kept).toEqual([10, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]);
  });

  it('keeps the first iteration at or after each time where steps are shorter', () => {
    const kept: number[] = [];
    let time = 0;
    for (let iteration = 1; iteration <= 300; iteration++) {
      const end = time + 0.007;
      if (reachesSnapshot(schedule, time, end)) kept.push(iteration);
      time = end;
    }
    expect(kept).toEqual([15, 143, 286]);
  });

  it('counts every distance in order, the transient included', () => {
    const every4 = { maxStepSize: 1, snapshotEvery: 4 };
    const reached = Array.from({ length: 16 }, (_, index) => index + 1).filter((end) =>
      reachesSnapshot(every4, end - 1, end),
    );
    expect(reached).toEqual([4, 8, 10, 12, 16]);
  });
});
