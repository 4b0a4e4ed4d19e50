import { describe, expect, it } from 'vitest';
import { numericalRank } from '../../../src/datasets/rank.ts';

describe('numericalRank', () => {
  it('counts the independent rows', () => {
    expect(numericalRank(Float64Array.of(1, 2, 3, 2, 4, 6, 0, 1, 0), 3)).toBe(2);
    expect(numericalRank(Float64Array.of(1, 0, 0, 1), 2)).toBe(2);
  });

  it('is at most the number of columns', () => {
    expect(numericalRank(Float64Array.of(1, 2, 3, 4, 5, 7, 1, -1), 4)).toBe(2);
  });

  it('is 0 for zeros', () => {
    expect(numericalRank(new Float64Array(6), 2)).toBe(0);
  });

  it('takes a row that differs by less than one part in a million for dependent', () => {
    expect(numericalRank(Float64Array.of(1, 1, 1, 1 + 1e-7), 2)).toBe(1);
    expect(numericalRank(Float64Array.of(1, 1, 1, 1 + 1e-5), 2)).toBe(2);
  });
});
