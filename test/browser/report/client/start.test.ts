import { describe, expect, it } from 'vitest';
import { withoutChromium } from '../../chromium.ts';
import { eventually, ReportPage } from '../../report-page.ts';

describe.skipIf(withoutChromium)(
  `the page ${withoutChromium ?? 'in a browser'}`,
  { timeout: 240_000 },
  () => {
    it('has every figure of the paper, draws those that were run, says nothing on the console and asks no host', async () => {
      await using opened = await ReportPage.open();
      const { page, sample, problems } = opened;
      for (const { number, drawn, family } of sample.report.figures) {
        expect(await page.locator(`#figure-${number}`).count(), `figure ${number}`).toBe(1);
        if (!drawn || family === 'examples') continue;
        await opened.showFigure(`figure-${number}`);
        const { drawn: curves } = await opened.curves(`figure-${number}`);
        expect(curves, `figure ${number}`).toBeGreaterThan(0);
      }
      for (const id of [
        'peak-alignment',
        'edge-dice-cross-entropy',
        'edge-atrial-fibrillation-cross-entropy',
      ])
        await opened.showFigure(id);
      const images = page.locator('#figure-5 img');
      expect(await images.count()).toBe(24);
      await eventually(() =>
        images.evaluateAll((all) => all.every((image) => (image as HTMLImageElement).naturalWidth === 32)),
      ).toBe(true);
      expect(problems).toEqual([]);
    });

    it('opens the drawer of the run that its address names', async () => {
      await using opened = await ReportPage.open({ hash: '#run=dice-cross-entropy%2F30%2F1%2F0' });
      await opened.page.waitForSelector('#run-drawer[open] .canvas[data-drawn]');
      expect(await opened.page.textContent('#run-drawer h2')).toBe(
        'Dice, cross-entropy: D = 30, network seed 1, subset seed 0',
      );
      expect(opened.problems).toEqual([]);
    });

    it('fits a phone without scrolling sideways, one panel below the other', async () => {
      await using opened = await ReportPage.open({
        context: { viewport: { width: 390, height: 844 }, isMobile: true },
      });
      await opened.showFigure('figure-6');
      const { width, panels } = await opened.page.evaluate(() => ({
        width: document.documentElement.scrollWidth,
        panels: [...document.querySelectorAll('#figure-6 svg .role-axis-domain')].length,
      }));
      expect(width).toBe(390);
      expect(panels).toBeGreaterThanOrEqual(6);
      const box = await opened.page.locator('#figure-6 svg').boundingBox();
      expect(box!.height).toBeGreaterThan(box!.width * 1.5);
    });

    it('does not scroll sideways without JavaScript either, where figures are drawings of one width', async () => {
      await using opened = await ReportPage.open({ svg: true, context: { javaScriptEnabled: false } });
      await opened.page.locator('.figure img').first().scrollIntoViewIfNeeded();
      for (const width of [390, 700, 1180]) {
        await opened.page.setViewportSize({ width, height: 844 });
        expect(await opened.page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      }
    });
  },
);
