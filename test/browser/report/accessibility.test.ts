import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { describe, expect, it } from 'vitest';
import { withoutChromium } from '../chromium.ts';
import { ReportPage } from '../report-page.ts';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

describe.skipIf(withoutChromium)(
  `accessibility ${withoutChromium ?? 'in a browser'}`,
  { timeout: 240_000 },
  () => {
    const phone = { viewport: { width: 390, height: 844 }, isMobile: true };
    it.each([
      ['a light screen', { colorScheme: 'light' }],
      ['a dark screen', { colorScheme: 'dark' }],
      ['a phone', phone],
    ] as const)('has no finding of axe-core on %s', { timeout: 240_000 }, async (_, context) => {
      await using opened = await ReportPage.open({ context: { ...context, bypassCSP: true } });
      const dark = 'colorScheme' in context && context.colorScheme === 'dark';
      const { page } = opened;
      // One of each kind of figure, beside that of the first screen.
      const figures = [
        'figure-6',
        'alignment-picture',
        'peak-alignment',
        'edge-dice-cross-entropy',
        'edge-pair-1',
      ];
      for (const figure of dark ? ['figure-6'] : figures) await opened.showFigure(figure);
      await page.addScriptTag({ path: axe });
      // The visual half of formulas is hidden from assistive software (MathML stands beside it) and has thousands of parts.
      const { violations } = await page.evaluate(
        // Dark differs from light in its colours alone.
        (rules) =>
          (globalThis as unknown as { axe: { run: (...options: unknown[]) => Promise<AxeResults> } }).axe.run(
            { exclude: [['.katex-html']] },
            { resultTypes: ['violations'], ...rules },
          ),
        dark ? { runOnly: ['color-contrast'] } : {},
      );
      const found = violations.map(
        ({ id, nodes }) =>
          `${id}: ${nodes
            .slice(0, 3)
            .map(({ html }) => html.slice(0, 120))
            .join(' | ')}`,
      );
      expect(found).toEqual([]);
    });
  },
);
