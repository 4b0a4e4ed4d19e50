import { describe, expect, it } from 'vitest';
import { leftMs, remainingMs } from '../../../src/execution/remaining.ts';

describe('leftMs', () => {
  it('goes by what is expected, and the further the work has come the more by its own progress', () => {
    expect(leftMs({ elapsedMs: 1000, fraction: 0.01, expectedMs: 9000 })).toBe(8000);
    // A training is slow at first: alone, its pace would say 9.5 times as long as it has run.
    expect(leftMs({ elapsedMs: 1000, fraction: 0.1, expectedMs: 3000 })).toBeCloseTo(
      0.2 * 9000 + 0.8 * 2000,
      6,
    );
    expect(leftMs({ elapsedMs: 1000, fraction: 0.5, expectedMs: 9000 })).toBe(1000);
    expect(leftMs({ elapsedMs: 1000, fraction: 0.8, expectedMs: 9000 })).toBeCloseTo(250, 6);
  });

  it('goes by the progress alone where nothing is expected', () => {
    expect(leftMs({ elapsedMs: 1000, fraction: 0.25 })).toBe(3000);
    expect(leftMs({ elapsedMs: 1000, fraction: 0.01 })).toBeUndefined();
  });

  it('is nothing for work that takes longer than expected, and unknown where nothing is known', () => {
    expect(leftMs({ elapsedMs: 1000, expectedMs: 500 })).toBe(0);
    expect(leftMs({ elapsedMs: 1000 })).toBeUndefined();
  });
});

describe('remainingMs', () => {
  const work = (
    expectedMs: number | undefined,
    threads = 1,
  ): { expectedMs: number | undefined; threads: number } => ({
    expectedMs,
    threads,
  });

  it('shares the work among the slots', () => {
    expect(remainingMs([work(100), work(100), work(100), work(100)], 2)).toBe(200);
  });

  it('is at least the longest piece', () => {
    expect(remainingMs([work(1000), work(100)], 8)).toBe(1000);
  });

  it('counts a piece by the threads that it uses, as far as there are slots', () => {
    expect(remainingMs([work(100, 2), work(100, 2)], 2)).toBe(200);
    expect(remainingMs([work(100, 64)], 2)).toBe(100);
  });

  it('takes a few unknown pieces for average ones, and says nothing where most are unknown', () => {
    expect(remainingMs([work(100), work(300), work(undefined)], 1)).toBe(600);
    expect(remainingMs([work(100), work(undefined), work(undefined)], 1)).toBeUndefined();
  });

  it('is nothing where nothing is left', () => {
    expect(remainingMs([], 2)).toBe(0);
  });
});
