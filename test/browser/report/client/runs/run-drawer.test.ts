import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withoutChromium } from '../../../chromium.ts';
import { ReportPage } from '../../../report-page.ts';

describe.skipIf(withoutChromium)(
  `the run drawer ${withoutChromium ?? 'in a browser'}`,
  { timeout: 240_000 },
  () => {
    let opened: ReportPage;
    beforeAll(async () => {
      opened = await ReportPage.open();
    }, 240_000);
    afterAll(async () => {
      await opened[Symbol.asyncDispose]();
    });

    it('shows a run’s numbers and its training curves, only those that were recorded', async () => {
      const { page, sample } = opened;
      const run = sample.report.runs[0]!;
      await page.click(`#runs-table button[data-run="${run.id}"]`);
      await page.waitForSelector('#run-drawer .canvas[data-drawn]');
      const facts = await page.locator('#run-drawer dl').textContent();
      expect(facts).toContain(`Iterations${run.iterations!}`);
      expect(facts).toContain(run.digest!.slice(0, 16));
      expect(await page.locator('#run-drawer svg .role-title-text').allTextContents()).toEqual([
        'Training loss',
        'Largest eigenvalue λ',
        'Step Δt',
        'Residual of the eigenpairs',
      ]);
      expect(new URL(page.url()).hash).toBe(`#run=${encodeURIComponent(run.id)}`);
    });

    it('closes on Escape, gives the focus back and forgets the address', async () => {
      const { page, sample } = opened;
      await page.keyboard.press('Escape');
      expect(await page.locator('#run-drawer').isVisible()).toBe(false);
      expect(new URL(page.url()).hash).toBe('');
      expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset['run'])).toBe(
        sample.report.runs[0]!.id,
      );
    });

    it('says so where no result of the run is there', async () => {
      const { page } = opened;
      await page.click('#runs-table button[data-run="dice-cross-entropy/120/1/1"]');
      expect(await page.textContent('#run-drawer .curves')).toBe('No result of this run reached the report.');
      await page.click('#run-drawer .close');
      expect(opened.problems).toEqual([]);
    });
  },
);
