import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { describe, expect, it } from 'vitest';
import { withoutChromium } from '../chromium.ts';
import { ReportPage } from '../report-page.ts';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

describe.skipIf(withoutChromium)(`accessibility ${withoutChromium ?? 'in a browser'}`, () => {
  it.each(['light', 'dark'] as const)(
    'has no serious finding of axe-core on a %s screen',
    async (colorScheme) => {
      await using opened = await ReportPage.open({ context: { colorScheme, bypassCSP: true } });
      const { page } = opened;
      await opened.showFigure('figure-6');
      await page.addScriptTag({ path: axe });
      const { violations } = await page.evaluate(() =>
        (globalThis as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run(),
      );
      const serious = violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(
          ({ id, nodes }) =>
            `${id}: ${nodes
              .slice(0, 3)
              .map(({ html }) => html.slice(0, 120))
              .join(' | ')}`,
        );
      expect(serious).toEqual([]);
    },
  );
});
