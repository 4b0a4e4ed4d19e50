import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReportSettings } from './experiment-plan.ts';
import { readReportInputs, type ReportFolders } from './inputs.ts';
import { exampleImages } from './page/examples.ts';
import { renderPage } from './page/page.ts';
import { buildReport, type Report } from './report.ts';
import { reportJson } from './report-json.ts';

/** Reads the stages' outputs and writes the report into `output`: the page, its numbers, figures and tables. */
export function writeReport(folders: ReportFolders, settings: ReportSettings, output: string): Report {
  const inputs = readReportInputs(folders);
  const report = buildReport(inputs, settings);
  const dice = inputs.datasets.find(({ description }) => description.name === 'dice');
  const examples = dice === undefined ? undefined : exampleImages(dice);
  mkdirSync(output, { recursive: true });
  writeFileSync(join(output, 'report.json'), reportJson(report));
  writeFileSync(join(output, 'index.html'), renderPage(report, examples, { svg: settings.svg }));
  return report;
}
