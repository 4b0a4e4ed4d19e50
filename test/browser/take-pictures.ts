/**
 * Takes the pictures of a report that the documentation shows.
 *
 *     npm run pictures              after a default run; writes docs/images/report-*.png
 */
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openChromium } from './chromium.ts';

/** The part of the page that is in view, at its upper end; absent for the first screen. */
interface Picture {
  name: string;
  width: number;
  height: number;
  at?: string;
  dark?: boolean;
}

const pictures: Picture[] = [
  { name: 'top', width: 1280, height: 800 },
  { name: 'dark', width: 1280, height: 800, dark: true },
  { name: 'phone', width: 390, height: 844 },
  { name: 'claims', width: 1180, height: 860, at: '#claims' },
  { name: 'figure', width: 1180, height: 520, at: '#step-1' },
  { name: 'alignment', width: 1180, height: 640, at: '#alignment-guide' },
  { name: 'edge', width: 1180, height: 760, at: '#at-the-edge' },
  { name: 'reference', width: 1180, height: 640, at: '#reference' },
  { name: 'runs', width: 1180, height: 560, at: '#runs' },
];

const root = resolve(import.meta.dirname, '../..');
const report = pathToFileURL(join(root, 'reports/index.html')).href;
const browser = await openChromium();
for (const { name, width, height, at, dark = false } of pictures) {
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
  await page.goto(report);
  if (at !== undefined)
    await page.locator(at).evaluate((place) => {
      place.scrollIntoView();
    });
  // Figures are drawn when they come into view.
  await page.waitForFunction(() =>
    [...document.querySelectorAll('figure .canvas')].every((canvas) => {
      const { top, bottom } = canvas.getBoundingClientRect();
      return bottom < 0 || top > innerHeight || canvas.hasAttribute('data-drawn');
    }),
  );
  await page.screenshot({ path: join(root, `docs/images/report-${name}.png`) });
  await page.close();
}
await browser.close();
