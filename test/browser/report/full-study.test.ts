import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fullPlan } from '../../synthetic/study.ts';
import { withoutChromium } from '../chromium.ts';
import { ReportPage } from '../report-page.ts';

describe.skipIf(withoutChromium)(
  `a report of all 368 runs ${withoutChromium ?? 'in a browser'}`,
  { timeout: 240_000 },
  () => {
    it(
      'stays below 6 MB, draws all figures 1 to 42 and says nothing on the console',
      { timeout: 600_000 },
      async () => {
        await using opened = await ReportPage.open({ plan: { ...fullPlan, iterations: [500, 1900] } });
        const { page, sample, problems } = opened;
        expect(statSync(join(sample.root, 'report', 'index.html')).size).toBeLessThan(6e6);
        expect(sample.report.figures.length).toBe(42);
        for (const { number, family, runs } of sample.report.figures) {
          if (family === 'examples') continue;
          await page.locator(`#figure-${number}`).scrollIntoViewIfNeeded();
          await page.waitForSelector(`#figure-${number} .canvas[data-drawn]`, { timeout: 120_000 });
          const { drawn } = await opened.curves(`figure-${number}`);
          expect(drawn % runs, `figure ${number}`).toBe(0);
          expect(drawn, `figure ${number}`).toBeGreaterThan(0);
        }
        expect(problems).toEqual([]);
      },
    );
  },
);
