import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withoutChromium } from '../../../chromium.ts';
import { ReportPage } from '../../../report-page.ts';

describe.skipIf(withoutChromium)(
  `the run table ${withoutChromium ?? 'in a browser'}`,
  { timeout: 240_000 },
  () => {
    let opened: ReportPage;
    beforeAll(async () => {
      opened = await ReportPage.open();
    }, 240_000);
    afterAll(async () => {
      await opened[Symbol.asyncDispose]();
    });

    const shown = () =>
      opened.page
        .locator('#runs-table tbody tr:not([hidden])')
        .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset['run']!));

    it('sorts by a column, up and down, with missing numbers last on the way up', async () => {
      const heading = opened.page.locator('#runs-table th', { hasText: 'Peak alignment' });
      await heading.locator('button').click();
      expect(await heading.getAttribute('aria-sort')).toBe('ascending');
      const known = opened.sample.report.runs
        .filter(({ peakAlignment }) => peakAlignment !== undefined)
        .sort((a, b) => a.peakAlignment! - b.peakAlignment!)
        .map(({ id }) => id);
      expect((await shown()).slice(0, known.length)).toEqual(known);
      await heading.locator('button').press('Enter');
      expect(await heading.getAttribute('aria-sort')).toBe('descending');
      expect((await shown()).slice(-known.length)).toEqual([...known].reverse());
    });

    it('filters by words and by status, and says how many are left', async () => {
      const { page } = opened;
      await page.fill('#runs-words', 'dice 120');
      expect((await shown()).sort()).toEqual(
        [0, 1].flatMap((n) => [0, 1].map((s) => `dice-cross-entropy/120/${n}/${s}`)),
      );
      await page.selectOption('#runs-status', 'missing');
      expect(await shown()).toEqual(['dice-cross-entropy/120/1/1']);
      expect(await page.textContent('#runs-count')).toBe('1 of 24 runs');
      await page.fill('#runs-words', '');
      await page.selectOption('#runs-status', '');
      expect((await shown()).length).toBe(24);
    });
  },
);
