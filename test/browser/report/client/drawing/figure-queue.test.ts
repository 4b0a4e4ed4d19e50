import { describe, expect, it } from 'vitest';
import { withoutChromium } from '../../../chromium.ts';
import { eventually, ReportPage } from '../../../report-page.ts';

describe.skipIf(withoutChromium)(`figures ${withoutChromium ?? 'in a browser'}`, { timeout: 240_000 }, () => {
  it('are drawn when they come into view, not before', async () => {
    await using opened = await ReportPage.open();
    const { page } = opened;
    await page.waitForFunction(() => document.fonts.status === 'loaded');
    // The first screen has a figure of its own.
    expect(await page.locator('.canvas[data-drawn]:not(#growth *)').count()).toBe(0);
    await opened.showFigure('figure-6');
    expect(await page.locator('#figure-41 .canvas[data-drawn]').count()).toBe(0);
    await opened.showFigure('figure-41');
  });

  it('are drawn anew in the width that a turned screen gives them', async () => {
    await using opened = await ReportPage.open();
    const { page } = opened;
    await opened.showFigure('figure-6');
    const width = async () => (await page.locator('#figure-6 svg').boundingBox())?.width ?? 0;
    expect(await width()).toBeGreaterThan(900);
    await page.setViewportSize({ width: 600, height: 900 });
    await eventually(width).toBeLessThan(570);
    await page.waitForSelector('#figure-6 .canvas[data-drawn]');
    expect(opened.problems).toEqual([]);
  });
});
