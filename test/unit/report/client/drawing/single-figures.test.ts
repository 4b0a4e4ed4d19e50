import { describe, expect, it } from 'vitest';
import { singleFigures } from '../../../../../src/report/client/drawing/single-figures.ts';
import type { PageData } from '../../../../../src/report/client/reader/page-data.ts';
import type { ReaderState } from '../../../../../src/report/client/reader/state.ts';
import { lightTheme } from '../../../../../src/report/figures/theme.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';

describe('figures that are drawn once in the page', () => {
  using sample = sampleReport();
  const page = sample.report as unknown as PageData;
  const draw = (family: string, available: number, chosen: Partial<ReaderState> = {}, run?: string) =>
    singleFigures[family]!.draw({
      page,
      request: { family, experiment: 'dice-cross-entropy', ...(run === undefined ? {} : { run }) },
      state: { snapshot: undefined, sample: 0, ...chosen } as ReaderState,
      available,
      theme: lightTheme,
      colours: { sizes: [30], range: ['#000000'] },
    }).spec as unknown as { columns: number; concat: unknown[] };

  it('shows the last snapshot unless the reader chooses another', () => {
    const { snapshots } = page.pictured!;
    const shown = (chosen: Partial<ReaderState>) => JSON.stringify(draw('alignment-picture', 1000, chosen));
    const label = (snapshot: number) => `r = ${snapshots[snapshot]!.samples[0]![0]!.ratio.toFixed(2)}`;
    expect(shown({})).toContain(label(snapshots.length - 1));
    expect(shown({ snapshot: 0 })).toContain(label(0));
    expect(label(0)).not.toBe(label(snapshots.length - 1));
  });

  it('puts panels in one row, and fewer on a phone', () => {
    expect(draw('alignment-picture', 1000).columns).toBe(5);
    expect(draw('alignment-picture', 360).columns).toBe(2);
    expect(draw('growth', 1000).concat).toHaveLength(5);
    expect(draw('edge-pair', 1000, {}, page.edgePairs[0]!.descent.run).columns).toBe(2);
    expect(draw('edge-pair', 360, {}, page.edgePairs[0]!.descent.run).columns).toBe(1);
  });

  it('counts the panels before they are drawn', () => {
    expect(singleFigures['alignment-picture']!.panels(page)).toEqual({ panels: 5, columns: 5 });
    expect(singleFigures['alignment-guide']!.panels(page)).toEqual({ panels: 2, columns: 2 });
    expect(singleFigures['nothing']).toBeUndefined();
  });
});
