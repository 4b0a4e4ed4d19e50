import { describe, expect, it } from 'vitest';
import { formatNumber, type NumberFormat } from '../../../../src/report/paper/format-number.ts';
import { plainAscii } from '../../../../src/report/page/plain-ascii.ts';
import { renderPage } from '../../../../src/report/page/page.ts';
import { sampleReport } from '../../../synthetic/sample-report.ts';

describe('the page', () => {
  using sample = sampleReport();
  const page = renderPage(sample.report, undefined, { svg: false, png: false });

  it('is the same byte for byte when rendered again', () => {
    expect(renderPage(sample.report, undefined, { svg: false, png: false }) === page).toBe(true);
  });

  it('is plain ASCII, its script as well', () => {
    // As a list, so that a failure does not print the page.
    expect([...page.matchAll(/.{0,30}[^\0-\x7f].{0,30}/g)].map(([text]) => text)).toEqual([]);
  });

  it('asks for nothing: no address to load from, and a policy that forbids it', () => {
    expect(page).toContain(`content="default-src 'none';`);
    // Apart from one file beside it. As a list, so that a failure does not print the page.
    const loaded = [...page.matchAll(/<(?:script|img|iframe|link)[^>]+(?:src|href)="(?!data:)[^"]*/g)];
    expect(loaded.map(([tag]) => tag)).toEqual(['<script src="publication.js']);
  });

  it('shows only numbers that stand in the report, as it says they stand', () => {
    const shown = [...page.matchAll(/<span class="n" data-at="([^"]+)" data-as="(\w+)">(.*?)<\/span>/g)];
    expect(shown.length).toBeGreaterThan(300);
    for (const [, pointer, format, text] of shown) {
      const value = pointer!
        .slice(1)
        .split('/')
        .reduce<unknown>((inside, key) => (inside as Record<string, unknown>)[key], sample.report);
      expect(typeof value, pointer).toBe('number');
      expect(text, pointer).toBe(plainAscii.markup(formatNumber(value as number, format as NumberFormat)));
    }
  });

  it('shows every figure without script, and lets it be taken away', () => {
    const drawn = renderPage(sample.report, undefined, { svg: true, png: false });
    const figures = [...drawn.matchAll(/<figure id="([^"]+)"[^]*?<\/figure>/g)].filter(([markup]) =>
      markup.includes('class="canvas"'),
    );
    expect(figures.length).toBeGreaterThan(20);
    const lacking = (needed: RegExp) =>
      figures.filter(([markup]) => !needed.test(markup)).map(([, id]) => id);
    expect(lacking(/<noscript\s*><img src="figures\/[^"]+\.svg"/)).toEqual([]);
    expect(lacking(/data-save="svg"[^]*data-save="png"[^]*\.vl\.json/)).toEqual([]);
  });

  it('lets a keyboard reach whatever may have to be scrolled sideways', () => {
    const wide = [...page.matchAll(/<div\s+class="wide[^>]*>/g)].map(([tag]) => tag);
    expect(wide.length).toBeGreaterThan(7);
    expect(wide.filter((tag) => !/tabindex="0"\s+role="region"\s+aria-label="\w/.test(tag))).toEqual([]);
  });

  it('has an anchor for every place it links to', () => {
    const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id!);
    expect(targets.filter((id) => !ids.has(id))).toEqual([]);
  });
});
