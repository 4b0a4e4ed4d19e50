import { expect, it } from 'vitest';
import { packagedCosts } from '../../../../src/cli/cost/packaged-costs.ts';

it('knows what trainings and analyses have cost, each where it says of what size it was', () => {
  const rows = packagedCosts(new Set(['train', 'analyze']));
  expect(new Set(rows.map(({ work }) => work))).toEqual(new Set(['train', 'analyze']));
  for (const { work, features, coreMs, peakMemoryBytes } of rows) {
    expect(features.get(work === 'train' ? 'size' : 'run.size')).toBeGreaterThan(0);
    expect(coreMs ?? peakMemoryBytes).toBeGreaterThan(0);
  }
  expect(packagedCosts(new Set(['render-report']))).toEqual([]);
});
