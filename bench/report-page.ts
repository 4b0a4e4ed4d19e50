/**
 * The report of a whole study in Chromium: time until its first figure is drawn, and until all are after a scroll; and the processor
 * time of the page's main thread in each, which does not depend on what else the machine does.
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

const session = await page.context().newCDPSession(page);
await session.send('Performance.enable', { timeDomain: 'threadTicks' });

/** Processor seconds that the main thread of the page has taken since it was opened. */
async function processorSeconds(): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')!.value;
}

const numbers = sample.report.figures
  .filter(({ family }) => family !== 'examples')
  .map(({ number }) => number);
const table = [];
for (const round of [1, 2, 3]) {
  // A new process begins its count anew.
  await page.goto('about:blank');
  await page.goto(opened.url);
  const loaded = await page.evaluate(() => {
    const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    return navigation!.loadEventEnd / 1000;
  });
  const processor = [await processorSeconds()];
  const wall = [loaded];
  for (const figures of [numbers.slice(0, 1), numbers]) {
    // Timed in the page: what a reader waits for.
    wall.push(await page.evaluate(show, figures));
    processor.push(await processorSeconds());
  }
  const used = processor.map((time, index) => time - (processor[index - 1] ?? 0));
  const shown = (index: number) => `${wall[index]!.toFixed(2)} (${used[index]!.toFixed(2)})`;
  table.push({
    round,
    'page loaded, s (of processor)': shown(0),
    'scroll to the first figure': shown(1),
    'scroll through all figures': shown(2),
  });
}

/** Brings one figure after the other into view, and waits until it is drawn; in seconds. */
async function show(figures: readonly string[]): Promise<number> {
  const start = performance.now();
  for (const figure of figures) {
    const canvas = document.querySelector(`#figure-${figure} .canvas`)!;
    canvas.scrollIntoView({ block: 'center' });
    while (!canvas.hasAttribute('data-drawn')) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return (performance.now() - start) / 1000;
}
console.table(table);
await opened[Symbol.asyncDispose]();
// Chromium ends with the process, and would keep it.
process.exit();
