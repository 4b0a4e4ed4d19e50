import { basename, join } from 'node:path';
import { readdir } from 'node:fs/promises';
import type { GivenPath } from '../find-file.ts';
import { listMat } from '../import/arrays/read-mat.ts';
import { openTable, type TableSource } from '../import/table/table-source.ts';
import { readTimeSeries } from '../time-series/prepare-time-series.ts';
import { fileKind, type DataKind } from './file-kind.ts';
import { guessColumns } from './guess-columns.ts';
import { guessCsv } from './guess-csv.ts';
import { guessArrays, listArray, listNpz, listTensors, type ListedArray } from './list-arrays.ts';
import { lookAtTable } from './table-columns.ts';

/** What data are, and how they would be imported. */
export interface DataInspection {
  kind: DataKind;
  /** What they are, in words. */
  what: string;
  /** What is in them: columns, arrays, classes. */
  facts: string[];
  /** `source` of an import-dataset stage, as far as it is known. */
  source: Record<string, unknown>;
  /** What is still to be said by the user; absent where the import can be tried. */
  unknown?: string;
  /** Of one array: whether it has no axis but that of the samples, as labels have. */
  isVector?: boolean;
  /** The first rows of a table. */
  rows?: { columns: string[]; rows: string[][] };
}

/** What the user says of the data. */
export interface InspectionSettings {
  /** The column of the class. */
  label?: string | undefined;
  encoding?: string | undefined;
}

const titles: Record<DataKind, string> = {
  arff: 'an ARFF table',
  arrow: 'an Arrow table',
  csv: 'a table in text',
  huggingface: 'a split of a Hugging Face dataset',
  'huggingface-splits': 'a Hugging Face dataset',
  idx: 'an IDX array',
  images: 'a folder of images by class',
  mat: 'a MAT-file',
  npy: 'a NumPy array',
  npz: 'NumPy arrays',
  parquet: 'a Parquet table',
  safetensors: 'safetensors',
  ts: 'time series (.ts)',
};

/** Finds out what a file or folder is and how it would be imported. */
export async function inspectData(
  given: GivenPath,
  settings: InspectionSettings = {},
): Promise<DataInspection> {
  const kind = await fileKind(given);
  const what = titles[kind];
  const encoding = settings.encoding === undefined ? {} : { encoding: settings.encoding };
  switch (kind) {
    case 'csv': {
      const { delimiter, header } = await guessCsv(given, settings.encoding);
      const written = { ...(delimiter !== ',' && { delimiter }), ...(!header && { header }), ...encoding };
      return inspectTable(given, { kind, what, source: { format: 'csv', ...written } }, settings);
    }
    case 'arff':
      return inspectTable(given, { kind, what, source: { format: kind, ...encoding } }, settings);
    case 'parquet':
    case 'arrow':
    case 'huggingface':
      return inspectTable(given, { kind, what, source: { format: kind } }, settings);
    case 'huggingface-splits':
      return inspectSplits(given, { kind, what }, settings);
    case 'ts': {
      const { name, classes, length, series } = await readTimeSeries(given, settings.encoding);
      const shape = `${series.length} series of ${series[0]!.channels.length} channels and ${length} points`;
      return {
        kind,
        what,
        facts: [`${name}: ${shape}`, `classes ${classes.join(', ')}`],
        source: { format: kind, ...encoding },
      };
    }
    case 'images':
      return inspectImages(given, { kind, what });
    case 'npz':
      return inspectArrays({ kind, what }, await listNpz(given));
    case 'mat':
      return inspectArrays({ kind, what }, await listMat(given.path, given.name));
    case 'safetensors':
      return inspectArrays({ kind, what }, listTensors(given));
    case 'npy':
    case 'idx': {
      const array = await listArray(given, kind);
      return {
        kind,
        what,
        facts: [`array ${described(array)}`],
        isVector: array.shape.length === 1,
        source: { format: kind, train: { inputs: basename(given.name), labels: 'LABELS' } },
        unknown: 'the file of the labels; name it as a second file',
      };
    }
  }
}

type Start = Pick<DataInspection, 'kind' | 'what'>;

async function inspectTable(
  given: GivenPath,
  { kind, what, source }: Start & { source: Record<string, unknown> },
  { label }: InspectionSettings,
): Promise<DataInspection> {
  // The label is not needed to open a table.
  const table = await openTable(given, {
    delimiter: ',',
    header: true,
    ...source,
    label: '',
  } as unknown as TableSource);
  const look = await lookAtTable(table);
  const guess = guessColumns(table, look, label);
  const shown = look.columns.slice(0, 8);
  const more = table.columns.length - shown.length;
  return {
    kind,
    what,
    facts: [
      `${table.columns.length} columns: ${shown.map((column) => `${column.name} (${column.holds})`).join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
      ...guess.left.map((left) => `left out: ${left}`),
    ],
    source: {
      ...source,
      label: guess.label ?? 'LABEL',
      ...(guess.columns !== undefined && guess.columns.length > 0 && { columns: guess.columns }),
    },
    ...(guess.columns?.length === 0 && {
      unknown:
        'what the inputs are; no column but the class holds numbers alone (images: save them in a folder a class)',
    }),
    ...(guess.label === undefined && { unknown: 'which column is the class; say --label COLUMN' }),
    rows: {
      columns: shown.map((column) => column.name),
      rows: look.rows.map((row) => row.slice(0, shown.length)),
    },
  };
}

async function inspectSplits(
  given: GivenPath,
  { kind, what }: Start,
  settings: InspectionSettings,
): Promise<DataInspection> {
  const entries = await readdir(given.path, { withFileTypes: true });
  const splits = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const train = splits.find((name) => name === 'train') ?? splits[0] ?? '.';
  const test = splits.find((name) => name === 'test');
  const inside = { path: join(given.path, train), name: `${given.name}/${train}` };
  const inspected = await inspectTable(inside, { kind, what, source: { format: 'huggingface' } }, settings);
  return {
    ...inspected,
    facts: [`splits ${splits.join(', ')}`, ...inspected.facts],
    source: {
      ...inspected.source,
      train: { folder: train },
      ...(test !== undefined && { test: { folder: test } }),
    },
  };
}

async function inspectImages({ path }: GivenPath, { kind, what }: Start): Promise<DataInspection> {
  const folders = (await readdir(path, { withFileTypes: true }))
    .filter((entry) => !entry.isFile())
    .map(({ name }) => name);
  const train = folders.find((name) => /^train(?:ing)?$/i.test(name));
  const test = folders.find((name) => /^test(?:ing)?$/i.test(name));
  return {
    kind,
    what,
    facts: [
      `folders ${folders.sort().slice(0, 20).join(', ')}${folders.length > 20 ? ` and ${folders.length - 20} more` : ''}`,
    ],
    source: {
      format: 'images',
      ...(train !== undefined && { train: { folder: train } }),
      ...(train !== undefined && test !== undefined && { test: { folder: test } }),
    },
  };
}

function described({ name, shape, type }: ListedArray): string {
  return shape === undefined ? `${name} (no numbers)` : `${name} (${type ?? ''} [${shape.join(', ')}])`;
}

function inspectArrays({ kind, what }: Start, arrays: ListedArray[]): DataInspection {
  const guess = guessArrays(arrays);
  return {
    kind,
    what,
    facts: [`arrays ${arrays.map(described).join(', ') || 'none'}`],
    source: {
      format: kind,
      train: guess.train ?? { inputs: 'INPUTS', labels: 'LABELS' },
      ...(guess.test && { test: guess.test }),
    },
    ...(guess.train === undefined && {
      unknown: 'which arrays are inputs and labels; write their names into the block',
    }),
  };
}
