import { describe, expect, it } from 'vitest';
import { withoutChromium } from '../../../chromium.ts';
import { eventually, ReportPage } from '../../../report-page.ts';

describe.skipIf(withoutChromium)(
  `the places of panels ${withoutChromium ?? 'in a browser'}`,
  { timeout: 240_000 },
  () => {
    it('are those on the screen: every panel answers with its own column, and the room between with none', async () => {
      await using opened = await ReportPage.open();
      const { page, sample } = opened;
      await opened.showFigure('figure-6');
      const { snapshots } = sample.report.tables['dice-cross-entropy']!;
      const tooltip = page.locator('.tooltip');
      for (const [panel, field] of ['sharpness', 'residual_sharpness', 'gauss_newton_sharpness'].entries()) {
        const { x, y } = await opened.pointOnCurve('figure-6', 3 * panel, 0.999);
        await page.mouse.move(x, y);
        await eventually(() => tooltip.isVisible()).toBe(true);
        const value = (await tooltip.locator('> *').allTextContents()).at(-1)!;
        const values = snapshots.columns[field]!.map((each) => each?.toPrecision(4));
        expect(values, field).toContain(value.split(': ')[1]);
        await page.mouse.move(2, 2);
        await eventually(() => tooltip.isVisible()).toBe(false);
      }
    });
  },
);
