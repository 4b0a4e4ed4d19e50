import { describe, expect, it } from 'vitest';
import { sampleRows } from '../../../src/datasets/sample-rows.ts';

describe('sampleRows', () => {
  it('draws the same rows for the same seed, and others for another', () => {
    expect(sampleRows(7680, 60, 3)).toEqual(sampleRows(7680, 60, 3));
    expect(sampleRows(7680, 60, 3)).not.toEqual(sampleRows(7680, 60, 4));
  });

  it('draws others for seeds that agree in their last 32 bits', () => {
    for (const seed of [2 ** 32, -(2 ** 32), 2 ** 40])
      expect(sampleRows(7680, 60, seed)).not.toEqual(sampleRows(7680, 60, 0));
  });

  it('draws rows that do not change from release to release', () => {
    expect([...sampleRows(7680, 5, 0)]).toEqual([3756, 1801, 7393, 4561, 2995]);
  });

  it('draws unrelated first rows for neighbouring seeds', () => {
    const first = Array.from({ length: 401 }, (_, seed) => sampleRows(100_000, 1, seed)[0]!);
    const near = first.filter((row, seed) => seed > 0 && Math.abs(row - first[seed - 1]!) < 10_000).length;
    // Of two independent rows, 19 % are so near; standard deviation about 10 of 400.
    expect(near).toBeGreaterThan(76 - 5 * 10);
    expect(near).toBeLessThan(76 + 5 * 10);
  });

  it('draws every row equally often', () => {
    const counts = new Float64Array(10);
    const draws = 4000;
    for (let seed = 0; seed < draws; seed++) for (const row of sampleRows(10, 3, seed)) counts[row]!++;
    // expected 1200 each, standard deviation 29
    for (const count of counts) expect(Math.abs(count - 0.3 * draws)).toBeLessThan(5 * 29);
  });

  it('refuses to draw more rows than there are', () => {
    expect(() => sampleRows(3, 4, 0)).toThrow(new RangeError('cannot draw 4 of 3 rows without replacement'));
  });
});
