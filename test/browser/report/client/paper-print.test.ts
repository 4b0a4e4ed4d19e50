import { describe, expect, it } from 'vitest';
import { withoutChromium } from '../../chromium.ts';
import { eventually, ReportPage } from '../../report-page.ts';

describe.skipIf(withoutChromium)(
  `on paper ${withoutChromium ?? 'in a browser'}`,
  { timeout: 240_000 },
  () => {
    it('every typeface is there before it is needed: on paper, text beside one that is on its way stays out', async () => {
      await using opened = await ReportPage.open();
      const { page } = opened;
      const away = () =>
        page.evaluate(() =>
          [...document.fonts]
            .filter(({ status }) => status !== 'loaded')
            .map(({ family, weight, style, unicodeRange }) =>
              [family, weight, style, unicodeRange].join(' '),
            ),
        );
      await eventually(away).toEqual([]);
      expect(opened.problems).toEqual([]);
    });

    it('every figure is drawn, on light ground even from a dark screen, and the screen comes back after', async () => {
      await using opened = await ReportPage.open({ context: { colorScheme: 'dark' } });
      const { page, sample } = opened;
      await page.evaluate(() => {
        addEventListener('beforeprint', () => {
          const canvases = [...document.querySelectorAll<HTMLElement>('.canvas[data-family]')];
          Object.assign(document.body.dataset, {
            undrawn: canvases.filter((canvas) => canvas.querySelector('svg path') === null).length,
            titles: getComputedStyle(document.querySelector('#figure-6 svg .role-title-text text')!).fill,
          });
        });
      });
      const printed = async () => {
        const pdf = await page.pdf({ format: 'A4' });
        expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
        return page.evaluate(() => Object.fromEntries(Object.entries(document.body.dataset)));
      };
      // The tables are inflated soon after the page opens.
      await opened.showFigure('figure-6');
      await eventually(printed).toEqual({ undrawn: '0', titles: 'rgb(31, 35, 40)' });
      expect(sample.report.figures.filter(({ drawn }) => drawn).length).toBeGreaterThan(10);
      await opened.showFigure('figure-6');
      await eventually(() =>
        page.evaluate(
          () => getComputedStyle(document.querySelector('#figure-6 svg .role-title-text text')!).fill,
        ),
      ).toBe('rgb(230, 228, 223)');
      expect(opened.problems).toEqual([]);
    });
  },
);
