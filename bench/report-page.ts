/**
 * The report of a whole study in Chromium: time until its first figure is drawn, and until all are after a scroll.
 *
 *     node bench/report-page.ts
 *
 * The study has the 368 runs of Table 1 with made-up curves. Chromium without a graphics processor.
 */
import { statSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fullPlan } from '../test/synthetic/study.ts';
import { ReportPage } from '../test/browser/report-page.ts';

await using opened = await ReportPage.open({ plan: { ...fullPlan, iterations: [500, 1900] } });
const { page, sample } = opened;
const size = statSync(join(sample.root, 'report', 'index.html')).size / 1e6;
console.log(
  `${cpus()[0]!.model}, ${cpus().length} processors, load ${loadavg()[0]!.toFixed(1)}; page ${size.toFixed(1)} MB`,
);

const table = [];
for (const round of [1, 2, 3]) {
  const start = performance.now();
  await page.reload();
  const loaded = performance.now();
  const [first] = sample.report.figures.filter(({ family }) => family !== 'examples');
  await page.locator(`#figure-${first!.number}`).scrollIntoViewIfNeeded();
  await page.waitForSelector(`#figure-${first!.number} .canvas[data-drawn]`);
  const drawn = performance.now();
  for (const { number, family } of sample.report.figures) {
    if (family === 'examples') continue;
    await page.locator(`#figure-${number}`).scrollIntoViewIfNeeded();
    await page.waitForSelector(`#figure-${number} .canvas[data-drawn]`);
  }
  const all = performance.now();
  table.push({
    round,
    'page loaded, s': ((loaded - start) / 1000).toFixed(2),
    'then first figure, s': ((drawn - loaded) / 1000).toFixed(2),
    'then all 42, s': ((all - drawn) / 1000).toFixed(2),
  });
}
console.table(table);
process.exit();
