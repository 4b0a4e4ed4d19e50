import { describe, expect, it } from 'vitest';
import { InputMeasure } from '../../../src/datasets/measure-inputs.ts';

describe('InputMeasure', () => {
  it('measures float64 inputs', () => {
    const measure = new InputMeasure(3, 2, { type: 'float64' });
    measure.add(Float64Array.of(1, 5, 3, 5), Int32Array.of(0, 1));
    measure.add(Float64Array.of(1, 5), Int32Array.of(1));
    expect(measure.meanInput).toBeCloseTo(20 / 6, 12);
    expect(measure.meanSquaredNorm).toBeCloseTo(86 / 3, 12);
    const { standardDeviation, ...rest } = measure.statistics();
    expect(standardDeviation).toBeCloseTo(Math.sqrt(86 / 6 - (20 / 6) ** 2), 12);
    expect(rest).toEqual({
      smallest: 1,
      largest: 5,
      constantColumns: 1,
      duplicates: 1,
      conflictingDuplicates: 1,
      rank: { rank: 2, samples: 3 },
    });
  });

  it('measures bytes as the network sees them: scaled, once a channel', () => {
    const measure = new InputMeasure(2, 2, { type: 'uint8', scale: 0.5, channels: 3 });
    measure.add(Uint8Array.of(2, 4, 2, 6), Int32Array.of(0, 1));
    expect(measure.meanInput).toBe(1.75);
    expect(measure.meanSquaredNorm).toBe(22.5);
    expect(measure.statistics()).toMatchObject({
      smallest: 1,
      largest: 3,
      constantColumns: 3,
      duplicates: 0,
    });
  });

  it('takes the rank of fewer samples where inputs are wide', () => {
    const measure = new InputMeasure(4, 3, { type: 'float64' }, 7);
    measure.add(Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1), Int32Array.of(0, 1, 0, 1));
    expect(measure.statistics().rank).toEqual({ rank: 2, samples: 2 });
    expect(new InputMeasure(4, 3, { type: 'float64' }, 1).statistics().rank.samples).toBe(1);
  });

  it('knows when every input is the same', () => {
    const measure = new InputMeasure(2, 2, { type: 'float64' });
    measure.add(Float64Array.of(1, 2, 1, 2), Int32Array.of(0, 1));
    expect(measure.constant).toBe(true);
  });

  it('is right where the inputs lie far from 0', () => {
    const offset = 1e9;
    const noise = Float64Array.from({ length: 600 }, (_, i) => Math.sin(i * i));
    const measure = new InputMeasure(200, 3, { type: 'float64' });
    measure.add(
      noise.map((value) => value + offset),
      new Int32Array(200),
    );
    const mean = noise.reduce((sum, value) => sum + value, 0) / 600;
    const deviation = Math.sqrt(noise.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 600);
    const { standardDeviation, rank } = measure.statistics();
    expect(standardDeviation).toBeCloseTo(deviation, 6);
    expect(rank).toEqual({ rank: 3, samples: 200 });
  });

  it('keeps the order of the extremes, and a positive deviation, where the scale is negative', () => {
    const measure = new InputMeasure(2, 2, { type: 'uint8', scale: -1, channels: 1 });
    measure.add(Uint8Array.of(2, 4, 2, 6), Int32Array.of(0, 1));
    const { smallest, largest, standardDeviation } = measure.statistics();
    expect({ smallest, largest }).toEqual({ smallest: -6, largest: -2 });
    expect(standardDeviation).toBeCloseTo(Math.sqrt(2.75), 12);
  });

  it('measures norms whose sum would overflow', () => {
    const measure = new InputMeasure(4, 1, { type: 'float64' });
    measure.add(new Float64Array(4).fill(1e154), new Int32Array(4));
    expect(measure.meanSquaredNorm / 1e308).toBeCloseTo(1, 12);
  });
});
