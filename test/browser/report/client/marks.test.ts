import { describe, expect, it } from 'vitest';
import { withoutChromium } from '../../chromium.ts';
import { eventually, ReportPage } from '../../report-page.ts';

describe.skipIf(withoutChromium)(
  `a number of the text ${withoutChromium ?? 'in a browser'}`,
  { timeout: 240_000 },
  () => {
    it('lets the run that has it stand out in the figure below, for as long as it is pointed at', async () => {
      await using opened = await ReportPage.open();
      await opened.showFigure('figure-1');
      const onTop = async () => (await opened.curves('figure-1')).onTop;
      expect(await onTop()).toBe(0);
      await opened.page.locator('#step-1 a.mark').first().focus();
      await eventually(onTop).toBe(3);
      await opened.page.keyboard.press('Tab');
      await opened.page.locator('#isolate-run').focus();
      await eventually(onTop).toBe(0);
      expect(opened.problems).toEqual([]);
    });
  },
);
