import { describe, expect, it } from 'vitest';
import { Moments } from '../../../src/datasets/moments.ts';

/** Numbers about 0 with standard deviation near 1, in blocks of different lengths. */
const noise = Float64Array.from({ length: 1000 }, (_, i) => Math.sin(i * i) + Math.cos(3 * i));

function momentsOf(values: Float64Array): { mean: number; deviation: number } {
  const moments = new Moments();
  for (let start = 0, length = 1; start < values.length; start += length, length = (length * 3) % 64)
    moments.add(values, start, Math.min(values.length, start + length));
  return { mean: moments.mean, deviation: moments.standardDeviation };
}

const mean = noise.reduce((sum, value) => sum + value, 0) / noise.length;
const deviation = Math.sqrt(noise.reduce((sum, value) => sum + (value - mean) ** 2, 0) / noise.length);

describe('Moments', () => {
  it.each([0, 1, 1e9, -1e9, 1e12])('is right at the offset %d', (offset) => {
    const shifted = noise.map((value) => value + offset);
    // What the shift rounded away is not there to be found.
    const kept = shifted.map((value) => value - offset);
    const keptMean = kept.reduce((sum, value) => sum + value, 0) / kept.length;
    const expected = Math.sqrt(kept.reduce((sum, value) => sum + (value - keptMean) ** 2, 0) / kept.length);
    const found = momentsOf(shifted);
    expect(Math.abs(found.deviation / expected - 1)).toBeLessThan(1e-9);
    expect(Math.abs(found.mean - offset - keptMean)).toBeLessThan(1e-15 * Math.abs(offset) + 1e-12);
  });

  it.each([1e-200, 1e-9, 1e9, 1e150, 1e300])('is right at the scale %d', (scale) => {
    const found = momentsOf(noise.map((value) => value * scale));
    expect(found.deviation / scale).toBeCloseTo(deviation, 12);
    expect(found.mean / scale).toBeCloseTo(mean, 12);
  });

  it('is right where the first number is far from the others', () => {
    const values = Float64Array.from(noise, (value, index) => (index === 0 ? 0 : value + 1e9));
    const rest = values.subarray(1);
    const restMean = rest.reduce((sum, value) => sum + (value - 1e9), 0) / rest.length + 1e9;
    const restSquares = rest.reduce((sum, value) => sum + (value - restMean) ** 2, 0);
    const expected = Math.sqrt((restSquares + (restMean ** 2 * rest.length) / values.length) / values.length);
    expect(momentsOf(values).deviation / expected).toBeCloseTo(1, 12);
  });

  it('has no deviation for numbers that are all the same, however large or small', () => {
    for (const value of [0, 0.1, 1e9 / 3, 1e300, 5e-324])
      expect(momentsOf(new Float64Array(100).fill(value)).deviation).toBe(0);
  });
});
