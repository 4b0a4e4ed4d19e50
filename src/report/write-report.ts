import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReportSettings } from './data/inputs/report-settings.ts';
import { writeCsv } from './export/csv.ts';
import { writeFigures } from './export/figure-files.ts';
import { fitsTable } from './export/fits-table.ts';
import { iterationsTable } from './export/iterations-table.ts';
import { writeParquet } from './export/parquet.ts';
import { snapshotsTable } from './export/snapshots-table.ts';
import { checkExperiments } from './data/inputs/check-experiments.ts';
import { readReportInputs, type ReportFolders } from './data/inputs/inputs.ts';
import { previewFile } from './page/preview.ts';
import { previewImage } from './export/preview-image.ts';
import { exampleImages } from './page/sections/example-images.ts';
import { renderPage } from './page/page.ts';
import { buildReport, type Report } from './data/build-report.ts';
import { readReference } from './data/reference-comparison.ts';
import { reportJson } from './data/report-json.ts';

/** Hears how far the work is. */
export interface ReportListener {
  /** Which part of all is done, and what is being written. */
  readonly progress?: (fraction: number, message: string) => void;
  /** What the reader of the log should know. */
  readonly warn?: (message: string) => void;
}

/** Reads the stages' outputs and writes the report into `output`: the page, its numbers, its figures and its tables. */
export async function writeReport(
  folders: ReportFolders,
  settings: ReportSettings,
  output: string,
  { progress, warn }: ReportListener = {},
): Promise<Report> {
  progress?.(0, 'reading runs and analyses');
  const inputs = readReportInputs(folders);
  for (const experiment of checkExperiments(settings.experiments, inputs.runs))
    warn?.(`runs of ${experiment} are left out, for with.experiments does not name it`);
  const reference = folders.reference === undefined ? undefined : readReference(folders.reference);
  const report = buildReport(inputs, settings, reference);
  for (const folder of ['figures', 'tables']) mkdirSync(join(output, folder), { recursive: true });
  writeFileSync(join(output, 'report.json'), reportJson(report));
  progress?.(0.3, 'writing the page');
  const dice = inputs.datasets.find(({ description }) => description.name === 'dice');
  const examples = dice === undefined ? undefined : exampleImages(dice);
  writeFileSync(join(output, 'index.html'), renderPage(report, examples, settings));
  progress?.(0.5, 'writing tables');
  const tables = [
    snapshotsTable(inputs.runs, settings.ignoreBefore),
    iterationsTable(inputs.runs),
    fitsTable(inputs.fits),
  ];
  for (const table of tables) {
    writeCsv(table, join(output, 'tables', `${table.name}.csv`));
    await writeParquet(table, join(output, 'tables', `${table.name}.parquet`));
  }
  progress?.(0.7, 'drawing figures');
  await writeFigures(report, join(output, 'figures'), settings);
  const preview = await previewImage(report);
  if (preview !== undefined) writeFileSync(join(output, previewFile), preview);
  progress?.(1, 'done');
  return report;
}
