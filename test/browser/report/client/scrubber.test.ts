import { describe, expect, it } from 'vitest';
import { withoutChromium } from '../../chromium.ts';
import { eventually, ReportPage } from '../../report-page.ts';

describe.skipIf(withoutChromium)(
  `the slider over the snapshots ${withoutChromium ?? 'in a browser'}`,
  { timeout: 240_000 },
  () => {
    it('starts at the last snapshot and follows the keys, in the picture, in words and for a screen reader', async () => {
      await using opened = await ReportPage.open();
      const { page, sample } = opened;
      const { snapshots } = sample.report.pictured!;
      const last = snapshots.length - 1;
      const ratio = (snapshot: number, of = 0) =>
        `r = ${snapshots[snapshot]!.samples[of]![0]!.ratio.toFixed(2)}`;
      const picture = () => page.textContent('#alignment-picture .canvas');
      await opened.showFigure('alignment-picture');
      expect(await picture()).toContain(ratio(last));
      expect(await page.inputValue('#snapshot')).toBe(String(last));
      await page.locator('#snapshot').focus();
      await page.keyboard.press('Home');
      await eventually(picture).toContain(ratio(0));
      expect(await page.textContent('.scrubber output')).toContain('iteration 0, loss');
      expect(await page.getAttribute('#snapshot', 'aria-valuetext')).toContain('iteration 0, loss');
      await page.keyboard.press('ArrowRight');
      await eventually(picture).toContain(ratio(1));
      await page.selectOption('#sample', '1');
      await eventually(picture).toContain(ratio(1, 1));
      expect(opened.problems).toEqual([]);
    });
  },
);
