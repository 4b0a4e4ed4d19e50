import { statSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import { DataError } from '../../datasets/data-error.ts';
import { inspectData, type DataInspection } from '../../datasets/inspect/inspect-data.ts';
import { tryImport, type Refusal, type Trial } from '../../datasets/inspect/try-import.ts';
import { PipelineError } from '../../pipeline/faults/error.ts';
import { sizeText } from '../../progress/size-text.ts';
import { importBlock } from '../data/import-block.ts';
import { picture } from '../data/picture.ts';
import { trialRemarks } from '../data/trial-remarks.ts';
import { packageFolder } from '../folders.ts';
import type { GlobalOptions } from '../options.ts';
import { say, sayJson } from '../output.ts';
import { alignedTable } from '../aligned-table.ts';

/** Larger files are not imported only to be looked at. */
const LARGEST_TRIAL_BYTES = 2 ** 30;

/** Options of the command. */
export interface DataOptions {
  label?: string;
  encoding?: string;
}

interface Look {
  path: string;
  inspection: DataInspection;
  trial?: Trial | Refusal;
  block: string;
}

/** Says what data are and how they would be imported, with the block to paste; exit code 1 where an import would be refused. */
export async function run(files: string[], options: GlobalOptions & DataOptions): Promise<number> {
  const looks: Look[] = [];
  for (const given of groups(files)) looks.push(await lookAt(given, options));
  if (options.json === true) sayJson({ type: 'data', files: looks.map(asJson) });
  else say(looks.map(asText).join('\n\n'));
  return looks.some(({ trial }) => trial !== undefined && 'refused' in trial) ? 1 : 0;
}

/** Two arrays without names, as .npy and IDX files are, belong together: inputs and labels. */
function groups(files: readonly string[]): string[][] {
  const isBare = (file: string): boolean => /\.npy$|idx\d-ubyte(?:\.gz)?$|\.idx\d?$/i.test(file);
  const [first, second] = files;
  if (files.length === 2 && isBare(first!) && isBare(second!)) return [[first!, second!]];
  return files.map((file) => [file]);
}

async function lookAt([file = '', labels]: string[], options: GlobalOptions & DataOptions): Promise<Look> {
  const root = resolve(options.cwd ?? '.');
  const path = resolve(root, file);
  const name = relative(root, path) || basename(path);
  const uses =
    root === packageFolder() ? './stages/import-dataset.ts' : 'eos-pipeline/stages/import-dataset.ts';
  let data = { path, name };
  try {
    const inspection = await inspectData(data, options);
    if (labels !== undefined) {
      const other = await inspectData({ path: resolve(root, labels), name: labels }, options);
      // Two files are two names in their folder.
      data = { path: dirname(path), name: dirname(name) };
      const names = [basename(path), relative(dirname(path), resolve(root, labels))];
      const isSwapped = inspection.isVector === true && other.isVector === false;
      const [inputs, classes] = isSwapped ? names.reverse() : names;
      inspection.source = { ...inspection.source, train: { inputs, labels: classes } };
      inspection.facts.push(...other.facts);
      delete inspection.unknown;
    }
    const block = importBlock(data.name, uses, inspection.source);
    const known = inspection.unknown === undefined && statSync(path).size <= LARGEST_TRIAL_BYTES;
    return {
      path: name,
      inspection,
      block,
      ...(known && { trial: await tryImport(data, inspection.source) }),
    };
  } catch (error) {
    if (error instanceof DataError) throw new PipelineError('bad-argument', error.message, { cause: error });
    throw error;
  }
}

function asJson({ path, inspection, trial, block }: Look): object {
  const { kind, what, facts: lines, source, unknown } = inspection;
  const facts = { kind, what, facts: lines, source, unknown };
  if (trial === undefined || 'refused' in trial) return { path, ...facts, ...trial, block };
  const { classes, inputShape, encoding, train, test } = trial.description;
  return {
    path,
    ...facts,
    classes,
    inputShape,
    encoding,
    train,
    test,
    remarks: trialRemarks(trial.description),
    block,
  };
}

function asText({ path, inspection, trial, block }: Look): string {
  const lines = [`${path}: ${inspection.what}`, ...inspection.facts.map((fact) => `  ${fact}`)];
  if (inspection.rows !== undefined)
    lines.push(
      '',
      indented(
        alignedTable(
          inspection.rows.columns,
          inspection.rows.rows.map((row) => row.map(cut)),
        ),
      ),
    );
  if (inspection.unknown !== undefined) lines.push('', `  not known: ${inspection.unknown}`);
  else if (trial === undefined)
    lines.push(
      '',
      `  larger than ${sizeText(LARGEST_TRIAL_BYTES)}: not read, so classes and values are not known`,
    );
  else if ('refused' in trial) lines.push('', `  an import is refused: ${trial.refused}`);
  else lines.push('', ...trialLines(trial));
  lines.push('', 'To import it, paste into pipeline.yaml:', '', block.trimEnd());
  return lines.join('\n');
}

function trialLines({ description, first }: Trial): string[] {
  const { classes, inputShape, encoding, train, test } = description;
  const counts = classes.map((name, label) => `${name} ${train.samplesPerClass[label]!}`);
  const { smallest = 0, largest = 0 } = train.statistics ?? {};
  return [
    `  ${train.samples} training samples${test === undefined ? '' : `, ${test.samples} for testing`}`,
    `  an input is [${inputShape.join(', ')}], stored as ${encoding.type}, from ${rounded(smallest)} to ${rounded(largest)}`,
    `  ${classes.length} classes: ${counts.slice(0, 20).join(', ')}${counts.length > 20 ? ` and ${counts.length - 20} more` : ''}`,
    ...trialRemarks(description).map((remark) => `  note: ${remark}`),
    ...first.flatMap(({ inputs, label }) => [
      '',
      `  class ${classes[label]!}:`,
      indented(picture(inputs, inputShape)),
    ]),
  ];
}

function rounded(value: number): number {
  return Number(value.toPrecision(10));
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}

/** A cell of a table on a terminal. */
function cut(text: string): string {
  const plain = text.replaceAll(/\p{Cc}/gu, '�');
  return plain.length > 24 ? `${plain.slice(0, 23)}…` : plain;
}
