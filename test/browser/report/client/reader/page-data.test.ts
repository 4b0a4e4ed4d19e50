import { describe, expect, it } from 'vitest';
import { withoutChromium } from '../../../chromium.ts';
import { ReportPage } from '../../../report-page.ts';

describe.skipIf(withoutChromium)(
  `the data in the page ${withoutChromium ?? 'in a browser'}`,
  { timeout: 240_000 },
  () => {
    it('is the report’s: tables inflate to the very numbers of report.json', async () => {
      await using opened = await ReportPage.open();
      const { page, sample } = opened;
      for (const [id, tables] of Object.entries(sample.report.tables)) {
        const text = await page.evaluate(async (element) => {
          const packed = document.getElementById(`tables-${element}`)!.textContent;
          const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
          const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
          return new Response(stream).text();
        }, id);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(tables)));
      }
      const data = await page.evaluate(
        () => JSON.parse(document.getElementById('report-data')!.textContent) as Record<string, unknown>,
      );
      expect(data['runs']).toEqual(sample.report.runs);
      expect(data['powerLaws']).toEqual(JSON.parse(JSON.stringify(sample.report.powerLaws)));
    });
  },
);
