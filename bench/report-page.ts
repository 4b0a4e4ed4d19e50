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
import { fullPlan } from '../test/synthetic/study.ts';
import { ReportPage } from '../test/browser/report-page.ts';

const opened = await ReportPage.open({ plan: { ...fullPlan, iterations: [500, 1900] } });
const { page, sample } = opened;
const size = statSync(join(sample.root, 'report', 'index.html')).size / 1e6;
console.log(
  `${cpus()[0]!.model}, ${cpus().length} processors, load ${loadavg()[0]!.toFixed(1)}; page ${size.toFixed(1)} MB`,
);

const numbers = sample.report.figures
  .filter(({ family }) => family !== 'examples')
  .map(({ number }) => number);
const table = [];
for (const round of [1, 2, 3]) {
  await page.reload();
  // Timed in the page: what a reader waits for.
  const times = await page.evaluate(async (figures) => {
    const show = async (figure: string) => {
      const canvas = document.querySelector(`#figure-${figure} .canvas`)!;
      canvas.scrollIntoView({ block: 'center' });
      while (!canvas.hasAttribute('data-drawn')) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    const start = performance.now();
    await show(figures[0]!);
    const first = performance.now();
    for (const figure of figures) await show(figure);
    return { loaded: navigation!.loadEventEnd, first: first - start, all: performance.now() - start };
  }, numbers);
  table.push({
    round,
    'page loaded, s': (times.loaded / 1000).toFixed(2),
    'scroll to the first figure, drawn after s': (times.first / 1000).toFixed(2),
    'scroll through all figures, s': (times.all / 1000).toFixed(2),
  });
}
console.table(table);
await opened[Symbol.asyncDispose]();
// Chromium ends with the process, and would keep it.
process.exit();
