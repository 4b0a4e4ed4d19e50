import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withoutChromium } from '../../../chromium.ts';
import { eventually, ReportPage } from '../../../report-page.ts';

describe.skipIf(withoutChromium)(
  `a figure ${withoutChromium ?? 'in a browser'}`,
  { timeout: 240_000 },
  () => {
    let opened: ReportPage;
    beforeAll(async () => {
      opened = await ReportPage.open();
      await opened.showFigure('figure-6');
    }, 240_000);
    afterAll(async () => {
      await opened[Symbol.asyncDispose]();
    });

    it('has a text alternative and cannot catch the keyboard', async () => {
      const svg = opened.page.locator('#figure-6 svg');
      expect(await svg.getAttribute('role')).toBe('img');
      expect(await svg.getAttribute('aria-label')).toBe(
        'Figure 6. Sharpness of the loss Hessian, of H and of G over training: Dice, cross-entropy. One curve for each of 11 runs.',
      );
    });

    it('makes the run under the pointer thick in every panel', async () => {
      const { x, y } = await opened.pointOnCurve('figure-6', 2, 0.5);
      await opened.page.mouse.move(x, y);
      await eventually(() => opened.page.locator('#figure-6 .canvas path[stroke-width="2.6"]').count()).toBe(
        3,
      );
      await opened.page.mouse.move(2, 2);
      await eventually(() => opened.page.locator('#figure-6 .canvas path[stroke-width="2.6"]').count()).toBe(
        0,
      );
    });

    it('isolates a run across its panels, and in the other figures of the experiment, on a click', async () => {
      const { page } = opened;
      await opened.showFigure('figure-10');
      await opened.showFigure('figure-8');
      await opened.showFigure('figure-6');
      const { x, y } = await opened.pointOnCurve('figure-6', 2, 0.5);
      await page.mouse.click(x, y);
      await page.mouse.move(2, 2);
      await eventually(() => opened.curves('figure-6')).toEqual({ drawn: 33, bright: 0, onTop: 3 });
      await eventually(() => opened.curves('figure-10')).toEqual({ drawn: 22, bright: 0, onTop: 2 });
      expect((await opened.curves('figure-8')).bright).toBe(33);
      expect(await page.inputValue('#isolate-run')).toMatch(/^dice-cross-entropy\//);
      // The same run again: all are back.
      await page.mouse.click(x, y);
      await page.mouse.move(2, 2);
      await eventually(() => opened.curves('figure-6')).toEqual({ drawn: 33, bright: 33, onTop: 0 });
    });

    it('releases the run on a click beside the curves and on Escape', async () => {
      const { page } = opened;
      const box = (await page.locator('#figure-6 svg').boundingBox())!;
      for (const release of [
        () => page.mouse.click(box.x + 3, box.y + 3),
        () => page.keyboard.press('Escape'),
      ]) {
        await page.selectOption('#isolate-run', 'dice-cross-entropy/60/1/1');
        await eventually(() => opened.curves('figure-6')).toEqual({ drawn: 33, bright: 0, onTop: 3 });
        await release();
        await eventually(async () => (await opened.curves('figure-6')).bright).toBe(33);
      }
      expect(opened.problems).toEqual([]);
    });
  },
);
