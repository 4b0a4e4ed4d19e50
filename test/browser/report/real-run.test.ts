import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrowserContext, Page } from 'playwright-core';
import { removeTree } from '../../../src/cache/files/remove-tree.ts';
import type { Report } from '../../../src/report/data/build-report.ts';
import { openChromium, withoutChromium } from '../chromium.ts';
import { eosPipeline } from '../../command-line.ts';
import { SMALL_STUDY } from '../../small-study.ts';
import { reportSchemaFile } from '../../report-schema.ts';
import { eventually, watchProblems } from '../report-page.ts';

describe.skipIf(withoutChromium)(
  `the report of a real run ${withoutChromium ?? 'in a browser'}`,
  { timeout: 240_000 },
  () => {
    let folder: string;
    let context: BrowserContext | undefined;
    let page: Page;
    let report: Report;
    const problems: string[] = [];

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'eos-report-'));
      const { exitCode, stdout, stderr } = await eosPipeline(folder, 'repro', ...SMALL_STUDY);
      expect(exitCode, stdout + stderr).toBe(0);
      report = JSON.parse(readFileSync(join(folder, 'reports/report.json'), 'utf8')) as Report;
      context = await (await openChromium()).newContext({ viewport: { width: 1280, height: 900 } });
      page = await context.newPage();
      const file = pathToFileURL(join(folder, 'reports/index.html')).href;
      watchProblems(page, file, problems);
      await page.goto(file);
    }, 240_000);
    afterAll(async () => {
      await context?.close();
      removeTree(folder);
    });

    it('has trained and analysed its two networks', () => {
      expect(report.totals).toMatchObject({
        planned: 2,
        finished: 2,
        leftOut: 22,
        converged: 2,
        analysed: 2,
        paper: 368,
      });
      for (const { loss, peakAlignment } of report.runs.filter(({ status }) => status === 'converged')) {
        expect(loss).toBeLessThanOrEqual(0.01);
        expect(peakAlignment).toBeGreaterThan(0);
      }
    });

    it('has a report.json as its schema says', () => {
      const validate = new Ajv2020({ strict: false }).compile(
        JSON.parse(readFileSync(reportSchemaFile, 'utf8')) as object,
      );
      validate(report);
      expect(validate.errors).toBeNull();
    });

    it('has every figure of the paper, draws those that were run, and says how to run the others', async () => {
      expect(report.figures.map(({ number }) => Number(number))).toEqual(
        Array.from({ length: 42 }, (_, index) => index + 1),
      );
      for (const { number, drawn, family, command: how } of report.figures) {
        const figure = page.locator(`#figure-${number}`);
        if (drawn) await figure.scrollIntoViewIfNeeded();
        if (!drawn) expect(await figure.textContent(), `figure ${number}`).toContain(how);
        else if (family !== 'examples') await page.waitForSelector(`#figure-${number} .canvas[data-drawn]`);
      }
      expect(await page.locator('#figure-5 img').count()).toBe(24);
    });

    it('shows gradient descent beside the flow, and the alignment of a run at any of its snapshots', async () => {
      expect(report.edgePairs.map(({ size, learningRate }) => [size, learningRate])).toEqual([[60, 0.01]]);
      await page.locator('#at-the-edge').scrollIntoViewIfNeeded();
      await page.waitForSelector('#edge-pair-1 .canvas[data-drawn]');
      expect(report.pictured?.run).toBe('dice-cross-entropy/30/0/0');
      await page.locator('#alignment-picture').scrollIntoViewIfNeeded();
      await page.waitForSelector('#alignment-picture .canvas[data-drawn]');
      await page.fill('#snapshot', '0');
      const ratio = report.pictured!.snapshots[0]!.samples[0]![0]!.ratio.toFixed(2);
      await eventually(() => page.textContent('#alignment-picture .canvas')).toContain(`r = ${ratio}`);
    });

    it('switches its axis and its colours, and isolates a run', async () => {
      await page.locator('#figure-6').scrollIntoViewIfNeeded();
      await page.check('.toolbar input[name=x][value=time]', { force: true });
      await eventually(() => page.textContent('#figure-6 .canvas')).toContain('Flow time t');
      await page.selectOption('#isolate-run', 'dice-cross-entropy/30/0/0');
      await eventually(() => page.locator('#figure-6 .canvas path[stroke-width="1.5"]').count()).toBe(3);
      await page.keyboard.press('Escape');
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.emulateMedia({ media: 'print' });
      expect((await page.pdf()).length).toBeGreaterThan(100_000);
    });

    it('says nothing on the console and asks no host', () => {
      expect(problems).toEqual([]);
    });
  },
);
