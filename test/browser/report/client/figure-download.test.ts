import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withoutChromium } from '../../chromium.ts';
import { ReportPage } from '../../report-page.ts';

describe.skipIf(withoutChromium)(
  `a figure ${withoutChromium ?? 'in a browser'}`,
  { timeout: 240_000 },
  () => {
    it('is saved as SVG and as PNG from the page alone', async () => {
      await using opened = await ReportPage.open();
      await opened.showFigure('figure-6');
      const saved = async (format: string) => {
        const [download] = await Promise.all([
          opened.page.waitForEvent('download'),
          opened.page.click(`#figure-6 button[data-save=${format}]`),
        ]);
        expect(download.suggestedFilename()).toBe(`figure-6.${format}`);
        return readFileSync(await download.path());
      };
      expect((await saved('svg')).toString('utf8')).toMatch(/^<svg[^]*Sharpness of G/);
      expect((await saved('png')).subarray(1, 4).toString('latin1')).toBe('PNG');
      expect(opened.problems).toEqual([]);
    });
  },
);
