import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withoutChromium } from '../../chromium.ts';
import { ReportPage } from '../../report-page.ts';

describe.skipIf(withoutChromium)(
  `a figure’s data ${withoutChromium ?? 'in a browser'}`,
  { timeout: 240_000 },
  () => {
    it('is saved as CSV from the page alone, with the report’s numbers', async () => {
      await using opened = await ReportPage.open();
      const { page, sample } = opened;
      const saving = page.waitForEvent('download');
      await page.click('#figure-10 button[data-csv]');
      const download = await saving;
      expect(download.suggestedFilename()).toBe('figure-10-overlap.csv');
      const lines = readFileSync(await download.path(), 'utf8')
        .trimEnd()
        .split('\n');
      const { snapshots } = sample.report.tables['dice-cross-entropy']!;
      expect(lines[0]).toBe('run,size,status,iteration,time,overlap_ratio,norm_k');
      expect(lines.length - 1).toBe(snapshots.run.length);
      const at = (name: string) => String(snapshots.columns[name]![0]);
      expect(lines[1]).toBe(
        [
          'dice-cross-entropy/30/0/0',
          30,
          'converged',
          ...['iteration', 'time', 'overlap_ratio', 'norm_k'].map(at),
        ].join(','),
      );
      expect(opened.problems).toEqual([]);
    });
  },
);
