import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { runAlignment, type RunAlignment } from '../../../artifacts/alignment.ts';
import { runAnalysis, type RunAnalysis } from '../../../artifacts/analysis.ts';
import { datasetDescription, type DatasetDescription } from '../../../artifacts/dataset.ts';
import { powerLawFit, type PowerLawFit } from '../../../artifacts/power-laws.ts';
import { runDescription, type RunDescription } from '../../../artifacts/run-description.ts';
import { present } from '../../../present.ts';
import { readTrainingHistory, type TrainingHistory } from './training-history.ts';

/** Folders that the earlier stages filled. */
export interface ReportFolders {
  datasets: readonly string[];
  runs: readonly string[];
  analyses: readonly string[];
  fits: readonly string[];
  /** A report.json that this run's numbers are held against. */
  reference?: string;
}

/** A dataset's description and the folder it lies in. */
export interface DatasetInput {
  description: DatasetDescription;
  folder: string;
}

/** A trained network with its history, and its analysis where there is one. */
export interface RunInput {
  /** experiment/size/network seed/subset seed */
  id: string;
  description: RunDescription;
  history: TrainingHistory;
  analysis: RunAnalysis | undefined;
  /** Pictures of alignment; absent where the analysis made none. */
  alignment?: RunAlignment;
  /** sha256 of `run.json` followed by `iterations.safetensors`. */
  digest: string;
}

/** Everything the report is computed from. */
export interface ReportInputs {
  datasets: DatasetInput[];
  runs: RunInput[];
  fits: PowerLawFit[];
}

/** The name of a run: experiment, size, network seed and subset seed. */
export function runId(
  run: Pick<RunDescription, 'experiment' | 'size' | 'networkSeed' | 'subsetSeed'>,
): string {
  return `${run.experiment}/${run.size}/${run.networkSeed}/${run.subsetSeed}`;
}

/** Reads and checks every file that the report rests on; the runs come sorted by experiment, size and seeds. */
export function readReportInputs(folders: ReportFolders): ReportInputs {
  const datasets = folders.datasets.map((folder) => ({
    folder,
    description: readJson(datasetDescription, join(folder, 'dataset.json')),
  }));
  const analyses = new Map<string, Analysed>();
  for (const folder of folders.analyses) {
    const analysis = readJson(runAnalysis, join(folder, 'analysis.json'));
    const pictures = join(folder, 'alignment.json');
    const alignment = existsSync(pictures) ? readJson(runAlignment, pictures) : undefined;
    const id = runId(analysis.run);
    if (analyses.has(id)) throw twice(`analyses of the run ${id}`);
    analyses.set(id, { analysis, ...present({ alignment }) });
  }
  const runs = folders.runs.map((folder) => readRun(folder, analyses));
  const fits = folders.fits.map((folder) => readJson(powerLawFit, join(folder, 'power-law.json')));
  refuseRepeated(runs, ({ id }) => `runs called ${id}`);
  refuseRepeated(fits, ({ experiment }) => `power laws of the experiment ${experiment}`);
  refuseRepeated(datasets, ({ description: { name } }) => `datasets called ${name}`);
  return {
    datasets: datasets.sort((a, b) => (a.description.name < b.description.name ? -1 : 1)),
    runs: runs.sort(byPlace),
    fits: fits.sort((a, b) => (a.experiment < b.experiment ? -1 : 1)),
  };
}

/** Names tell runs, laws and datasets apart, so that two of one name would be mixed. */
function refuseRepeated<Item>(items: readonly Item[], nameOf: (item: Item) => string): void {
  const names = items.map(nameOf);
  const repeated = names.find((name, index) => names.indexOf(name) < index);
  if (repeated !== undefined) throw twice(repeated);
}

function twice(what: string): RangeError {
  return new RangeError(
    `there are two ${what}: the report would mix them; give the stages that make them different names (with.experiment, with.name), or collect one of them`,
  );
}

type Analysed = { analysis: RunAnalysis } & Pick<RunInput, 'alignment'>;

function readRun(folder: string, analyses: Map<string, Analysed>): RunInput {
  const description = readJson(runDescription, join(folder, 'run.json'));
  const id = runId(description);
  const analysed = analyses.get(id);
  if (analysed !== undefined && !isDeepStrictEqual(analysed.analysis.run, description))
    throw new RangeError(
      `the analysis of ${id} is of another training than the run of this name: collect the analyses of the runs that the report has`,
    );
  const historyFile = join(folder, 'iterations.safetensors');
  const digest = createHash('sha256')
    .update(readFileSync(join(folder, 'run.json')))
    .update(readFileSync(historyFile))
    .digest('hex');
  return {
    id,
    description,
    history: readTrainingHistory(historyFile, id),
    analysis: undefined,
    ...analysed,
    digest,
  };
}

function readJson<Schema extends z.ZodType>(schema: Schema, file: string): z.output<Schema> {
  if (!existsSync(file)) throw new RangeError(`${file} is missing: run the stage that writes it again`);
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new RangeError(`${file} is not JSON: ${(cause as Error).message}`, { cause });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(
    (issue) => `${issue.path.join('.') || 'the whole file'}: ${issue.message}`,
  );
  throw new RangeError(`${file} is not what the report expects: ${faults.join('; ')}`);
}

function byPlace(a: RunInput, b: RunInput): number {
  const [x, y] = [a.description, b.description];
  if (x.experiment !== y.experiment) return x.experiment < y.experiment ? -1 : 1;
  return x.size - y.size || x.networkSeed - y.networkSeed || x.subsetSeed - y.subsetSeed;
}
