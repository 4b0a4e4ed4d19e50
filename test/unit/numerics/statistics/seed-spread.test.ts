import { describe, expect, it } from 'vitest';
import { seedSpread } from '../../../../src/numerics/statistics/seed-spread.ts';

const runs = [0, 1, 2, 3].flatMap((networkSeed) =>
  [0, 1, 2, 3].map((subsetSeed) => ({ networkSeed, subsetSeed, value: 10 + networkSeed })),
);
const largest = (values: number[]) => Math.max(...values);

describe('the spread over seeds', () => {
  it('of a value that its network seed decides reaches from what few seeds give to what all give', () => {
    const spread = seedSpread(runs, largest)!;
    expect(spread.high).toBe(13);
    expect(spread.low).toBeLessThan(13);
    expect(spread.low).toBeGreaterThanOrEqual(10);
  });

  it('is of no width where every run has the same value, and the same each time', () => {
    expect(
      seedSpread(
        runs.map((run) => ({ ...run, value: 2 })),
        largest,
      ),
    ).toEqual({ low: 2, high: 2 });
    expect(seedSpread(runs, largest)).toEqual(seedSpread(runs, largest));
  });

  it('of one run is not known', () => {
    expect(seedSpread(runs.slice(0, 1), largest)).toBeUndefined();
  });
});
