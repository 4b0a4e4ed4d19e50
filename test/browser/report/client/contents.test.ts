import { describe, it } from 'vitest';
import { withoutChromium } from '../../chromium.ts';
import { eventually, ReportPage } from '../../report-page.ts';

describe.skipIf(withoutChromium)(
  `the contents ${withoutChromium ?? 'in a browser'}`,
  { timeout: 240_000 },
  () => {
    it('mark the section that the reader is in', async () => {
      await using opened = await ReportPage.open();
      const current = () => opened.page.locator('nav.contents a[aria-current]').getAttribute('href');
      for (const id of ['claims', 'provenance']) {
        await opened.page.locator(`#${id}`).evaluate((section) => {
          section.scrollIntoView();
        });
        await eventually(current).toBe(`#${id}`);
      }
    });
  },
);
