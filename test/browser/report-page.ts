import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { publicationCall } from '../../src/report/client/where-computed.ts';
import { writeReport } from '../../src/report/write-report.ts';
import { sampleReport, type SampleReport } from '../synthetic/sample-report.ts';
import type { StudyPlan } from '../synthetic/study.ts';
import { openChromium } from './chromium.ts';

/** Expects of a value that it becomes something, within the time that a busy machine may need. */
export function eventually<Value>(read: () => Value | Promise<Value>) {
  return expect.poll(read);
}

/** Collects whatever a page says on the console, uncaught exceptions, and requests to anywhere but the page itself. */
export function watchProblems(page: Page, url: string, problems: string[]): void {
  page.on('console', (message) => {
    problems.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => {
    problems.push(String(error));
  });
  page.on('request', (request) => {
    const asked = request.url();
    if (
      !asked.startsWith(url) &&
      asked !== new URL('publication.js', url).href &&
      !asked.startsWith('data:') &&
      !asked.startsWith('blob:')
    )
      problems.push(`request to ${asked}`);
  });
}

/** A report of a synthetic study, rendered into a temporary folder and open in a browser. */
export class ReportPage implements AsyncDisposable {
  readonly sample: SampleReport;
  readonly page: Page;
  readonly url: string;
  /** What `watchProblems` collects. */
  readonly problems: string[] = [];
  readonly #context: BrowserContext;

  private constructor(sample: SampleReport, context: BrowserContext, page: Page, url: string) {
    this.sample = sample;
    this.url = url;
    this.#context = context;
    this.page = page;
  }

  static async open(
    options: { plan?: StudyPlan; hash?: string; svg?: boolean; context?: BrowserContextOptions } = {},
  ): Promise<ReportPage> {
    const sample = sampleReport(options.plan);
    const output = join(sample.root, 'report');
    await writeReport(sample.folders, { ...sample.settings, svg: options.svg ?? false }, output);
    writeFileSync(
      join(output, 'publication.js'),
      `${publicationCall}({ facts: [['commit', 'abc'], ['Node', '24 <b>']], parameters: [['network.width', '64']] });`,
    );
    const browser = await openChromium();
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options.context });
    const page = await context.newPage();
    // As long as a busy machine may need.
    page.setDefaultTimeout(120_000);
    const file = pathToFileURL(join(output, 'index.html')).href;
    const opened = new ReportPage(sample, context, page, file);
    watchProblems(page, file, opened.problems);
    await page.goto(file + (options.hash ?? ''));
    return opened;
  }

  /** Brings a figure into view and waits until it is drawn. */
  async showFigure(id: string): Promise<void> {
    await this.page.locator(`#${id}`).scrollIntoViewIfNeeded();
    await this.page.waitForSelector(`#${id} .canvas[data-drawn]`);
  }

  /**
   * Number of curves that a figure shows (one path draws those of a size), of those that are not faded, and of those
   * that are drawn once more on top of all others.
   */
  async curves(id: string): Promise<{ drawn: number; bright: number; onTop: number }> {
    return this.page.evaluate((figure) => {
      const canvas = document.querySelector(`#${figure} .canvas`)!;
      const paths = [...canvas.querySelectorAll('path[stroke-width="1.1"]')];
      const count = (some: Element[]) =>
        some.reduce((sum, path) => sum + path.getAttribute('d')!.split('M').length - 1, 0);
      return {
        drawn: count(paths),
        bright: count(paths.filter((path) => Number(path.getAttribute('opacity')) > 0.5)),
        onTop: canvas.querySelectorAll('path[stroke-width="1.5"], path[stroke-width="2.6"]').length,
      };
    }, id);
  }

  /** A point of the screen on one of a figure's paths (one a panel and size), at `part` of its length. */
  async pointOnCurve(id: string, curve: number, part: number): Promise<{ x: number; y: number }> {
    return this.page.evaluate(
      ([figure, index, share]) => {
        const paths = document.querySelectorAll<SVGPathElement>(
          `#${figure} .canvas path[stroke-width="1.1"]`,
        );
        const path = paths[index]!;
        const point = path.getPointAtLength(path.getTotalLength() * share);
        const { x, y } = new DOMPoint(point.x, point.y).matrixTransform(path.getScreenCTM()!);
        return { x, y };
      },
      [id, curve, part] as const,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#context.close();
    this.sample[Symbol.dispose]();
  }
}
