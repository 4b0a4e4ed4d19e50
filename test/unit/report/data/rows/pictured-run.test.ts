import { describe, expect, it } from 'vitest';
import { picturedRun } from '../../../../../src/report/data/rows/pictured-run.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';

describe('picturedRun', () => {
  using sample = sampleReport();
  const { runs } = sample.inputs;

  it('takes the run of the largest dataset and the smallest seeds', () => {
    const pictured = picturedRun(runs, 'dice-cross-entropy', 10);
    expect(pictured!.run).toBe('dice-cross-entropy/120/0/0');
    expect(pictured!.classes).toEqual(['class 0', 'class 1']);
    expect(pictured!.snapshots.length).toBeGreaterThan(3);
  });

  it('is absent where no run has pictures of a training', () => {
    expect(picturedRun(runs, 'sst-cross-entropy', 10)).toBeUndefined();
    expect(picturedRun(runs, undefined, 10)).toBeUndefined();
    expect(picturedRun(runs, 'dice-cross-entropy', 1e6)).toBeUndefined();
    const bare = runs.map((run) => {
      const { alignment, ...rest } = run;
      return alignment === undefined ? run : rest;
    });
    expect(picturedRun(bare, 'dice-cross-entropy', 10)).toBeUndefined();
  });
});
