import { describe, expect, it } from 'vitest';
import {
  guidePanels,
  picturePanels,
  stillSnapshots,
} from '../../../../../src/report/figures/pictures/picture-panels.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';

describe('the panels of the picture of alignment', () => {
  using sample = sampleReport();
  const pictured = sample.report.pictured!;

  it('are the layers of a sample at a snapshot', () => {
    const last = pictured.snapshots.length - 1;
    const panels = picturePanels(pictured, last, 1);
    expect(panels.map(({ title }) => title)).toEqual([1, 2, 3, 4, 5].map((layer) => `Layer i = ${layer}`));
    expect(panels[2]!.ratio).toBe(pictured.snapshots[last]!.samples[1]![2]!.ratio);
  });

  it('show how r ≪ 1 and r = 1 look', () => {
    const [none, full] = guidePanels(pictured, 0);
    expect(none!.sensitive).toEqual(none!.random);
    expect(none!.ratio).toBeGreaterThan(0.1);
    expect(none!.ratio).toBeLessThan(0.4);
    expect(full!.ratio).toBe(1);
    expect(full!.sensitive.at(-1)).toBe(1);
  });

  it('are drawn as files at the first, the middle and the last snapshot', () => {
    expect(stillSnapshots({ ...pictured, snapshots: pictured.snapshots.slice(0, 5) })).toEqual([0, 2, 4]);
    expect(stillSnapshots({ ...pictured, snapshots: pictured.snapshots.slice(0, 2) })).toEqual([0, 1]);
  });
});
