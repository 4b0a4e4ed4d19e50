/**
 * What were the dice networks given (reading R14)? Trains and analyses the same networks on each reading of the inputs, and sets
 * what comes out beside every number that the paper gives. Prints a table; results stay in the folder, so that an interrupted
 * bench goes on, and a second one only prints.
 *
 * They are runs of `reference/`, whose trainings leave no snapshots behind. `--compute-only` ends before the reports: on a machine whose
 * cache is then brought to another one.
 *
 *     node bench/dice-inputs.ts FOLDER [--sizes 468,937] [--width 512] [--images 20000] [--seeds 1] [--only READING,…] [--jobs 2] [--compute-only]
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';

/** By name: `inputs` and `channels` of the stage generate-dice. */
const readings: Record<string, { inputs: string; channels: number }> = {
  'black on white': { inputs: 'black-on-white', channels: 3 },
  'black on white; 1 channel': { inputs: 'black-on-white', channels: 1 },
  negatives: { inputs: '{ negatives: 1 }', channels: 3 },
  'negatives; 1 channel': { inputs: '{ negatives: 1 }', channels: 1 },
  'negatives × 2; 1 channel': { inputs: '{ negatives: 2 }', channels: 1 },
  'negatives × 4; 1 channel': { inputs: '{ negatives: 4 }', channels: 1 },
  standardised: { inputs: 'standardized', channels: 3 },
  'standardised by pixel': { inputs: 'standardized-by-pixel', channels: 3 },
};

/** What is read of report.json. */
interface Report {
  claims: { id: string; paper: number; relation: string; value?: number; verdict: string }[];
  runs: { size: number; status: string; peakSharpness?: number; peakAlignment?: number }[];
  powerLaws: { experiment: string; paper?: { coefficient: number; exponent: number } }[];
}

const experiment = 'dice-cross-entropy';
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sizes: { type: 'string', default: '468,937' },
    width: { type: 'string', default: '512' },
    images: { type: 'string', default: '20000' },
    seeds: { type: 'string', default: '1' },
    only: { type: 'string', default: Object.keys(readings).join(',') },
    jobs: { type: 'string', default: '2' },
    'compute-only': { type: 'boolean', default: false },
  },
});
const [folder] = positionals;
if (folder === undefined)
  throw new Error('expected a folder for the results: node bench/dice-inputs.ts FOLDER');
const chosen = options.only.split(',');
for (const name of chosen)
  if (!(name in readings))
    throw new Error(`--only ${name}: expected some of ${Object.keys(readings).join(', ')}`);
const sizes = options.sizes.split(',').map(Number);

const reference = resolve(import.meta.dirname, '../reference');
const experiments = diceExperiments();
for (const name of chosen) run(name);
if (!options['compute-only']) print(new Map(chosen.map((name) => [name, reportOf(name)])));

/** The experiment of the reference results, with the sizes and seeds of this bench, as YAML. */
function diceExperiments(): string {
  const { profiles } = parse(readFileSync(join(reference, 'pipeline.yaml'), 'utf8'), { merge: true }) as {
    profiles: { full: { experiments: { id: string }[] } };
  };
  const seeds = [...Array(Number(options.seeds)).keys()];
  const parts = [{ id: 'one', sizes, networkSeeds: seeds, subsetSeeds: seeds }];
  return JSON.stringify([{ ...profiles.full.experiments.find(({ id }) => id === experiment), sizes, parts }]);
}

function run(name: string): void {
  const { inputs, channels } = readings[name]!;
  const settings = {
    'dice.inputs': inputs,
    'dice.channels': String(channels),
    'dice.imagesPerClass': options.images,
    'network.width': options.width,
    experiments,
    described: '[dice]',
  };
  const { status } = spawnSync(
    process.execPath,
    [
      resolve(import.meta.dirname, '../bin/eos-pipeline.js'),
      'repro',
      ...['--cwd', reference, '--cache-dir', join(resolve(folder!), 'cache'), '--jobs', options.jobs],
      ...Object.entries(settings).flatMap(([key, value]) => ['--set', `params.${key}=${value}`]),
      ...(options['compute-only'] ? ['keep-results'] : ['--publish-to', publishedFolder(name)]),
    ],
    { stdio: ['ignore', process.stderr, process.stderr] },
  );
  if (status !== 0) throw new Error(`${name}: eos-pipeline ended with ${status}`);
}

/** A report is published inside of its project. */
function publishedFolder(name: string): string {
  return `trials/${name.replaceAll(/[^a-z0-9]+/g, '-')}`;
}

function reportOf(name: string): Report {
  return JSON.parse(readFileSync(join(reference, publishedFolder(name), 'report.json'), 'utf8')) as Report;
}

function print(all: Map<string, Report>): void {
  const columns = [...all.values()];
  const [first] = columns;
  const row = (...cells: string[]) => {
    console.log(`| ${cells.join(' | ')} |`);
  };
  row('', 'paper', ...all.keys());
  row('---', ...['', ...columns].map(() => '--:'));
  const law = first!.powerLaws.find((powerLaw) => powerLaw.experiment === experiment)?.paper;
  for (const size of sizes) {
    const expected = law && law.coefficient * size ** law.exponent;
    const peaks = columns.map(({ runs }) => largest(runs, size, 'peakAlignment'));
    const ratios = peaks.map((peak) =>
      peak === undefined || expected === undefined ? '' : ` (${(peak / expected).toFixed(1)} ×)`,
    );
    row(`max P^1, D = ${size}`, number(expected), ...peaks.map((peak, i) => number(peak) + ratios[i]!));
    const sharpness = columns.map(({ runs }) => number(largest(runs, size, 'peakSharpness')));
    row(`largest sharpness, D = ${size}`, '', ...sharpness);
  }
  for (const { id, paper, relation } of first!.claims) {
    const judged = columns.map(({ claims }) => claims.find((claim) => claim.id === id)!);
    if (judged.every(({ value }) => value === undefined)) continue;
    const marks = judged.map(({ value, verdict }) => number(value) + (verdict === 'differs' ? ' ✗' : ''));
    row(id, `${relation} ${number(paper)}`, ...marks);
  }
  const against = columns.map(({ claims }) => claims.filter(({ verdict }) => verdict === 'differs').length);
  row('**contradictions**', '', ...against.map(String));
}

/** Over the seeds. */
function largest(
  runs: Report['runs'],
  size: number,
  quantity: 'peakAlignment' | 'peakSharpness',
): number | undefined {
  const values = runs.filter((run) => run.size === size).flatMap((run) => run[quantity] ?? []);
  return values.length === 0 ? undefined : Math.max(...values);
}

function number(value: number | undefined): string {
  return value === undefined ? '' : String(Number(value.toPrecision(3)));
}
