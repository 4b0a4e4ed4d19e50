import { describe, expect, it } from 'vitest';
import { createRandom, resumeRandom } from '../../../src/numerics/random.ts';

function moments(values: Float64Array): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length };
}

describe('createRandom', () => {
  it('gives equal numbers for equal seeds and purposes', () => {
    const draw = () =>
      Array.from(
        { length: 5 },
        (
          (random) => () =>
            random.uniform()
        )(createRandom(3, 'network')),
      );
    expect(draw()).toEqual(draw());
  });

  it('gives unrelated streams to near seeds and to other purposes', () => {
    const streams = [
      createRandom(0, 'a'),
      createRandom(1, 'a'),
      createRandom(2, 'a'),
      createRandom(0, 'b'),
    ].map((random) => {
      const values = new Float64Array(4000);
      random.fillGaussian(values);
      return values;
    });
    for (const [index, one] of streams.entries()) {
      for (const other of streams.slice(index + 1)) {
        const correlation = one.reduce((sum, value, at) => sum + value * other[at]!, 0) / one.length;
        expect(Math.abs(correlation)).toBeLessThan(5 / Math.sqrt(one.length));
      }
    }
  });

  it('draws uniform numbers from [0, 1) and standard normal ones', () => {
    const random = createRandom(5, 'moments');
    const uniform = Float64Array.from({ length: 20_000 }, () => random.uniform());
    expect(Math.min(...uniform)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...uniform)).toBeLessThan(1);
    expect(moments(uniform).mean).toBeCloseTo(0.5, 1);
    const normal = new Float64Array(20_001);
    random.fillGaussian(normal);
    expect(Math.abs(moments(normal).mean)).toBeLessThan(0.03);
    expect(Math.abs(moments(normal).variance - 1)).toBeLessThan(0.04);
    const single = Float64Array.from({ length: 5000 }, () => random.gaussian());
    expect(Math.abs(moments(single).variance - 1)).toBeLessThan(0.08);
  });
});

describe('resumeRandom', () => {
  it('continues a stream where its state was taken, also after an odd number of normal numbers', () => {
    const random = createRandom(7, 'resume');
    random.fillGaussian(new Float64Array(3));
    const resumed = resumeRandom(JSON.parse(JSON.stringify(random.state())) as number[]);
    expect([resumed.gaussian(), resumed.uniform()]).toEqual([random.gaussian(), random.uniform()]);
  });
});
