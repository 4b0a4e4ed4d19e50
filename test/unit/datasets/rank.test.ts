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

  it('takes a row that differs by less than one part in a million of the spread for dependent', () => {
    expect(numericalRank(Float64Array.of(0, 0, 1, 1, 2, 2 + 1e-7), 3)).toBe(1);
    expect(numericalRank(Float64Array.of(0, 0, 1, 1, 2, 2 + 1e-5), 3)).toBe(2);
  });

  it('is the same at any offset and scale of the columns, where the offset is no combination of the rows', () => {
    const random = Float64Array.from({ length: 20 * 30 }, (_, i) => Math.sin(i * i + 1));
    expect(numericalRank(random, 20)).toBe(20);
    for (const offset of [1e3, 1e9, -1e9])
      expect(
        numericalRank(
          random.map((value, i) => value + offset * (1 + (i % 30))),
          20,
        ),
      ).toBe(20);
    for (const scale of [1e-200, 1e-9, 1e9, 1e150])
      expect(
        numericalRank(
          random.map((value) => value * scale),
          20,
        ),
      ).toBe(20);
    expect(
      numericalRank(
        random.map((value, i) => value * 10 ** (i % 30)),
        20,
      ),
    ).toBe(20);
  });

  it('counts an offset as one direction more', () => {
    // Rows a + t b: two directions, of which b alone varies.
    const line = Float64Array.from(
      { length: 10 * 4 },
      (_, i) => [1e9, 2e9, -1e9, 5][i % 4]! + Math.floor(i / 4),
    );
    expect(numericalRank(line, 10)).toBe(2);
    expect(numericalRank(Float64Array.of(5, 5, 5, 5), 2)).toBe(1);
  });

  it('takes the noise of rounding for no variation', () => {
    expect(numericalRank(Float64Array.of(0.1 + 0.2, 1, 0.3, 1, 0.3, 1), 3)).toBe(1);
  });
});
