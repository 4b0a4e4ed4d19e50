import { describe, expect, it } from 'vitest';
import { withoutChromium } from '../../../chromium.ts';
import { eventually, ReportPage } from '../../../report-page.ts';

describe.skipIf(withoutChromium)(
  `the tooltip ${withoutChromium ?? 'in a browser'}`,
  { timeout: 240_000 },
  () => {
    it('names the run and the recorded point nearest to the pointer, with the value that the report has', async () => {
      await using opened = await ReportPage.open();
      const { page, sample } = opened;
      await opened.showFigure('figure-6');
      const { snapshots } = sample.report.tables['dice-cross-entropy']!;
      // The end of the last curve of a size in the second panel (3 sizes a panel); another run's curve may end on top of it.
      const { x, y } = await opened.pointOnCurve('figure-6', 4, 0.999);
      await page.mouse.move(x, y);
      const tooltip = page.locator('.tooltip');
      await eventually(() => tooltip.isVisible()).toBe(true);
      const lines = await tooltip.locator('> *').allTextContents();
      const [size, networkSeed, subsetSeed] = lines[0]!.match(/\d+/g)!;
      const run = snapshots.runs.indexOf(`dice-cross-entropy/${size}/${networkSeed!}/${subsetSeed!}`);
      const last = snapshots.run.lastIndexOf(run);
      expect(lines).toEqual([
        `D = ${size}, network seed ${networkSeed!}, subset seed ${subsetSeed!}`,
        `iteration ${snapshots.columns['iteration']![last]!}, t = ${snapshots.columns['time']![last]!.toPrecision(4)}`,
        `Sharpness of H: ${snapshots.columns['residual_sharpness']![last]!.toPrecision(4)}`,
      ]);
      await page.mouse.move(2, 300);
      await eventually(() => tooltip.isVisible()).toBe(false);
    });

    it('stays inside of the window', async () => {
      await using opened = await ReportPage.open({ context: { viewport: { width: 480, height: 500 } } });
      await opened.showFigure('figure-6');
      await opened.page.locator('#figure-6').evaluate((figure) => {
        figure.scrollIntoView();
      });
      for (const part of [0.05, 0.95]) {
        const { x, y } = await opened.pointOnCurve('figure-6', 2, part);
        await opened.page.mouse.move(x, y);
        await opened.page.waitForSelector('.tooltip:not([hidden])');
        const box = (await opened.page.locator('.tooltip').boundingBox())!;
        expect(box.x).toBeGreaterThanOrEqual(0);
        expect(box.x + box.width).toBeLessThanOrEqual(480);
      }
    });
  },
);
