import { describe, expect, it } from 'vitest';
import { analysedSnapshots } from '../../../../../src/report/data/inputs/snapshots.ts';
import { growthRibbons } from '../../../../../src/report/data/tables/growth-ribbons.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';

describe('ribbons of growth', () => {
  using sample = sampleReport();
  const runs = sample.inputs.runs.filter(({ id }) => id.startsWith('dice'));
  const { parts, ribbons } = growthRibbons(runs, 10);

  it('are one for each factor and size, from ×1 at the first analysed snapshot to the last', () => {
    expect(ribbons.length).toBe(5 * 3);
    expect([parts[0], parts.at(-1)]).toEqual([0, 1]);
    for (const { low, mid, high } of ribbons) {
      expect([low[0], mid[0], high[0]]).toEqual([1, 1, 1]);
      for (const [at, value] of mid.entries()) {
        expect(low[at]).toBeLessThanOrEqual(value);
        expect(high[at]).toBeGreaterThanOrEqual(value);
      }
    }
  });

  it('end between the fewest and the most of their runs', () => {
    const ends = runs
      .filter(({ description }) => description.size === 30)
      .map((run) => {
        const snapshots = analysedSnapshots(run, 10);
        return snapshots.at(-1)!.jacobianAlignmentProduct[0]! / snapshots[0]!.jacobianAlignmentProduct[0]!;
      });
    const ribbon = ribbons.find(({ factor, size }) => factor === 'jacobianAlignment' && size === 30)!;
    expect(ribbon.low.at(-1)! / Math.min(...ends)).toBeCloseTo(1, 3);
    expect(ribbon.high.at(-1)! / Math.max(...ends)).toBeCloseTo(1, 3);
  });

  it('are none without snapshots', () => {
    expect(growthRibbons([], 10).ribbons).toEqual([]);
  });
});
