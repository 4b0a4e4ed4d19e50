import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src/numerics/random.ts';
import { bootstrapPowerLaw, type SeededPoint } from '../../../../src/numerics/statistics/bootstrap.ts';
import { fitPowerLaw } from '../../../../src/numerics/statistics/power-law.ts';

/** Runs that are independent: none shares a seed with another. */
function noisy(seed: number): SeededPoint[] {
  const random = createRandom(seed, 'noise');
  return [60, 120, 240, 480, 960].flatMap((size) =>
    Array.from({ length: 16 }, (_, run) => ({
      size,
      networkSeed: 16 * size + run,
      subsetSeed: 0,
      value: 0.003 * size ** 0.5 * Math.exp(0.2 * random.gaussian()),
    })),
  );
}

/** Runs of 4 network and 4 subset seeds, each of which moves level and slope of its runs. */
function seeded(seed: number): SeededPoint[] {
  const random = createRandom(seed, 'seeded');
  const effects = (deviation: number) => Array.from({ length: 8 }, () => deviation * random.gaussian());
  const [levels, slopes] = [effects(0.1), effects(0.05)];
  return [60, 120, 240, 480, 960].flatMap((size) =>
    Array.from({ length: 16 }, (_, run) => {
      const [networkSeed, subsetSeed] = [run >> 2, run & 3];
      const level = levels[networkSeed]! + levels[4 + subsetSeed]!;
      const slope = slopes[networkSeed]! + slopes[4 + subsetSeed]!;
      const shift = level + slope * Math.log(size / 240) + 0.1 * random.gaussian();
      return { size, networkSeed, subsetSeed, value: 0.003 * size ** 0.5 * Math.exp(shift) };
    }),
  );
}

describe('bootstrapPowerLaw', () => {
  it('gives the same intervals for the same seed and others for another', () => {
    const first = bootstrapPowerLaw(noisy(1), 200, 3);
    expect(bootstrapPowerLaw(noisy(1), 200, 3)).toEqual(first);
    expect(bootstrapPowerLaw(noisy(1), 200, 4)).not.toEqual(first);
  });

  it('holds the fitted law, and is about as wide as the theory of least squares says', () => {
    const points = noisy(2);
    const fit = fitPowerLaw(points);
    const { exponent, coefficient, determination } = bootstrapPowerLaw(points, 2000, 0).intervals;
    for (const [value, { low, high }] of [
      [fit.exponent, exponent],
      [fit.coefficient, coefficient],
      [fit.determination, determination],
    ] as const) {
      expect(low).toBeLessThan(value);
      expect(high).toBeGreaterThan(value);
    }
    const logs = points.map(({ size }) => Math.log(size));
    const mean = logs.reduce((sum, x) => sum + x, 0) / logs.length;
    const spread = Math.sqrt(logs.reduce((sum, x) => sum + (x - mean) ** 2, 0));
    const width = (2 * 1.96 * 0.2) / spread;
    expect((exponent.high - exponent.low) / width).toBeGreaterThan(0.7);
    expect((exponent.high - exponent.low) / width).toBeLessThan(1.4);
  });

  it('holds the true exponent in about 95 of 100 experiments', () => {
    let held = 0;
    for (let experiment = 0; experiment < 100; experiment++) {
      const { low, high } = bootstrapPowerLaw(noisy(100 + experiment), 200, experiment).intervals.exponent;
      if (low <= 0.5 && 0.5 <= high) held++;
    }
    expect(held).toBeGreaterThan(86);
  });

  it('has a band around the law over the range of sizes', () => {
    const points = noisy(3);
    const fit = fitPowerLaw(points);
    const { band } = bootstrapPowerLaw(points, 300, 0);
    for (const { size, value, low, high } of band) {
      expect(value).toBeCloseTo(fit.coefficient * size ** fit.exponent, 12);
      expect(low).toBeLessThan(value);
      expect(high).toBeGreaterThan(value);
    }
    expect([band[0]!.size, band.at(-1)!.size].map(Math.round)).toEqual([60, 960]);
  });

  it('has a band of no width where every point lies on the law', () => {
    const exact = [10, 20, 40].map((size) => ({
      size,
      networkSeed: size,
      subsetSeed: 0,
      value: 2 * size ** 0.5,
    }));
    for (const { low, high } of bootstrapPowerLaw(exact, 100, 0).band) expect(high / low).toBeCloseTo(1, 10);
  });

  it('draws the band and the intervals from the same draws', () => {
    // At size 1, a law is its coefficient.
    const points = [1, 1, 2, 2, 4, 4].map((size, i) => ({
      size,
      networkSeed: i % 2,
      subsetSeed: 0,
      value: size * (1 + i / 10),
    }));
    const { band, intervals } = bootstrapPowerLaw(points, 200, 5);
    expect(band[0]).toMatchObject({ size: 1, ...intervals.coefficient });
  });

  it('holds the true exponent as often where runs share seeds, where intervals of single runs do not', () => {
    const held = { seeds: 0, runs: 0 };
    for (let experiment = 0; experiment < 100; experiment++) {
      const points = seeded(experiment);
      const alone = points.map((point, run) => ({ ...point, networkSeed: run, subsetSeed: 0 }));
      for (const [name, of] of [
        ['seeds', points],
        ['runs', alone],
      ] as const) {
        const { low, high } = bootstrapPowerLaw(of, 200, experiment).intervals.exponent;
        if (low <= 0.5 && 0.5 <= high) held[name]++;
      }
    }
    expect(held.seeds).toBeGreaterThan(89);
    expect(held.runs).toBeLessThan(86);
  });

  it('draws single runs where all share both seeds, and says which it drew', () => {
    const alone = noisy(1).map((point) => ({ ...point, networkSeed: 3 }));
    expect(bootstrapPowerLaw(alone, 200, 3)).toEqual({
      ...bootstrapPowerLaw(noisy(1), 200, 3),
      drawn: 'runs',
    });
    expect(bootstrapPowerLaw(noisy(1), 200, 3).drawn).toBe('seeds');
  });

  it('leaves R² between 0 and 1', () => {
    const flat = noisy(5).map((point) => ({ ...point, value: point.value / point.size ** 0.5 }));
    const { low, high } = bootstrapPowerLaw(flat, 200, 0).intervals.determination;
    expect(low).toBe(0);
    expect(high).toBeLessThan(1);
  });

  it('draws again where all drawn runs have one size', () => {
    const points = [1, 1, 2].map((size, i) => ({
      size,
      networkSeed: i,
      subsetSeed: 0,
      value: size * (1 + i / 10),
    }));
    const { exponent } = bootstrapPowerLaw(points, 300, 0).intervals;
    expect(Number.isFinite(exponent.low) && Number.isFinite(exponent.high)).toBe(true);
  });

  it('throws the reason where a law cannot be fitted', () => {
    expect(() => bootstrapPowerLaw([], 100, 0)).toThrow(
      new RangeError('bootstrapPowerLaw: a fit needs at least 3 runs, there are 0'),
    );
  });
});
