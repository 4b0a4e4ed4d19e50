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

  it('knows when every input is the same', () => {
    const measure = new InputMeasure(2, 2, { type: 'float64' });
    measure.add(Float64Array.of(1, 2, 1, 2), Int32Array.of(0, 1));
    expect(measure.constant).toBe(true);
  });
});
