import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withoutChromium } from '../../chromium.ts';
import { eventually, ReportPage } from '../../report-page.ts';

describe.skipIf(withoutChromium)(
  `the toolbar ${withoutChromium ?? 'in a browser'}`,
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

    const figureText = () => opened.page.locator('#figure-6 svg').textContent();

    it('switches the x axis between iteration and flow time, by keyboard as well', async () => {
      expect(await figureText()).toContain('Iteration');
      await opened.page.focus('.toolbar input[name=x][value=iteration]');
      await opened.page.keyboard.press('ArrowRight');
      await eventually(figureText).toContain('Flow time t');
      await opened.page.keyboard.press('ArrowLeft');
      await eventually(figureText).not.toContain('Flow time t');
    });

    it('switches the y axis between linear and logarithmic', async () => {
      const ticks = () => opened.page.locator('#figure-6 svg .role-axis-grid line').count();
      const linear = await ticks();
      await opened.page.check('.toolbar input[name=y][value=log]', { force: true });
      await eventually(ticks).not.toBe(linear);
      await opened.page.check('.toolbar input[name=y][value=linear]', { force: true });
      await eventually(ticks).toBe(linear);
    });

    it('filters runs by how they ended', async () => {
      await opened.page.check('.toolbar input[value=converged]', { force: true });
      await eventually(async () => (await opened.curves('figure-6')).drawn).toBe(30);
      await opened.page.check('.toolbar input[value=iteration-limit]', { force: true });
      await eventually(async () => (await opened.curves('figure-6')).drawn).toBe(3);
      await opened.showFigure('figure-8');
      await eventually(() => opened.page.textContent('#figure-8 .canvas')).toBe(
        'No run that is chosen above has anything to draw here.',
      );
      await opened.page.check('.toolbar input[value=all]', { force: true });
      await opened.showFigure('figure-6');
      await eventually(async () => (await opened.curves('figure-6')).drawn).toBe(33);
    });

    it('lets one dataset size stand out by its button in the legend', async () => {
      const button = opened.page.locator('#figure-6 .legend button[data-size="120"]');
      await button.press('Enter');
      await eventually(() => opened.curves('figure-6')).toEqual({ drawn: 33, bright: 9, onTop: 0 });
      expect(await button.getAttribute('aria-pressed')).toBe('true');
      await button.press('Enter');
      await eventually(() => opened.curves('figure-6')).toEqual({ drawn: 33, bright: 33, onTop: 0 });
    });

    it('does not move the page when one of its controls is used', async () => {
      const top = () => opened.page.evaluate(() => scrollY);
      const before = await top();
      await opened.page.focus('#isolate-run');
      await opened.page.focus('.toolbar input[value=time]');
      await opened.page.focus('#theme');
      expect(await top()).toBe(before);
    });

    it('turns the page and its figures dark and back', async () => {
      const colours = () =>
        opened.page.evaluate(() => ({
          paper: getComputedStyle(document.body).backgroundColor,
          title: getComputedStyle(document.querySelector('#figure-6 svg .role-title-text text')!).fill,
        }));
      const light = await colours();
      await opened.page.click('#theme');
      await eventually(async () => (await colours()).title).toBe('rgb(230, 228, 223)');
      expect((await colours()).paper).toBe('rgb(22, 24, 28)');
      await opened.page.click('#theme');
      await eventually(colours).toEqual(light);
      expect(opened.problems).toEqual([]);
    });
  },
);
