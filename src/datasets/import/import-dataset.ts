import { z } from 'zod';
import type { DatasetDescription, InputEncoding } from '../../artifacts/dataset.ts';
import { DataError } from '../data-error.ts';
import { Standardizer } from '../standardize.ts';
import { DatasetWriter, type SplitName } from '../write-dataset.ts';
import {
  shapeText,
  sizeOf,
  type ArrayValues,
  type ImportedInputs,
  type ImportedSplit,
  type InputValues,
} from './array.ts';
import { codeLabels } from './code-labels.ts';
import { portionsOf } from './portions.ts';
import { importSource, readSplit, type NamedPath } from './source.ts';

/** What is to be known of somebody's data. */
export const importSettings = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, 'must be of lower-case letters, digits, dots and hyphens'),
  title: z.string().min(1).optional(),
  source: importSource,
  /** Names of the classes in their order; the distinct training labels where absent. */
  classes: z.array(z.string().min(1)).min(2).optional(),
  /** Shape of one input; as the file has it where absent. */
  inputShape: z.array(z.int().positive()).min(1).optional(),
  /** Factor of the inputs: 1/255 for inputs stored as bytes, 1 for others, where absent. */
  scale: z
    .number()
    .refine((scale) => scale !== 0, 'must not be 0')
    .optional(),
  /** `all`: one mean and standard deviation over all training inputs; `features`: one for each column. */
  standardize: z.enum(['none', 'all', 'features']).default('none'),
  /** Where the data come from, and under which licence. */
  attribution: z.string().min(1),
});

export type ImportSettings = z.output<typeof importSettings>;

type ReadSplit = ImportedSplit<InputValues>;

/** Hears how far the import is, from 0 to 1, and what it does; may throw to stop. */
export type ImportListener = (fraction: number, doing: string) => void;

/** Reading takes most of the time. */
const READING = 0.8;

/** Reads somebody's data and writes them as a dataset folder; large tables lie there beside the dataset meanwhile. */
export async function importDataset(
  data: NamedPath,
  folder: string,
  settings: ImportSettings,
  listener: ImportListener = () => undefined,
): Promise<DatasetDescription> {
  const splits = settings.source.test === undefined ? 1 : 2;
  const held: ReadSplit[] = [];
  const read = async (which: SplitName): Promise<ReadSplit | undefined> => {
    const start = which === 'train' ? 0 : 1;
    const heard = (fraction: number): void => {
      listener((READING * (start + fraction)) / splits, `reading ${which}`);
    };
    const split = await readSplit(data, settings.source, which, { folder, listener: heard });
    if (split !== undefined) held.push(split);
    return split;
  };
  try {
    return writeDataset(folder, (await read('train'))!, await read('test'), settings, listener);
  } finally {
    for (const { inputs } of held) if ('read' in inputs.values) inputs.values[Symbol.dispose]();
  }
}

function writeDataset(
  folder: string,
  train: ReadSplit,
  test: ReadSplit | undefined,
  settings: ImportSettings,
  listener: ImportListener,
): DatasetDescription {
  const inputShape = settings.inputShape ?? train.inputs.shape.slice(1);
  for (const split of [train, test]) if (split !== undefined) checkInputs(split, inputShape, train);
  const labels = codeLabels(train, test, settings.classes);
  const scale = settings.scale ?? (train.inputs.values instanceof Uint8Array ? 1 / 255 : 1);
  const { encode, encoding, reading } = encoder(train, test, { ...settings, scale });
  using writer = new DatasetWriter(folder, {
    name: settings.name,
    title: settings.title ?? settings.name,
    classes: labels.classes,
    inputShape,
    encoding,
    attribution: settings.attribution,
    readings: [reading],
    splits: {
      train: { samples: labels.train.length },
      ...(labels.test !== undefined && { test: { samples: labels.test.length } }),
    },
  });
  const append = (which: SplitName, { inputs }: ReadSplit, codes: Int32Array<ArrayBuffer>): void => {
    const start = READING + (which === 'train' ? 0 : (1 - READING) / 2);
    for (const { values, first, rows } of portionsOf(inputs.values, columnsOf(inputs))) {
      listener(start + ((1 - READING) * first) / codes.length / 2, `writing ${which}`);
      writer.append(which, encode(values), codes.slice(first, first + rows));
    }
  };
  append('train', train, labels.train);
  if (test !== undefined) append('test', test, labels.test!);
  return writer.finish();
}

function checkInputs({ inputs }: ReadSplit, inputShape: number[], train: ReadSplit): void {
  const shape = inputs.shape.slice(1);
  if (inputs.shape[0] === 0) throw new DataError(`${inputs.name} holds no samples`);
  if (sizeOf(shape) !== sizeOf(inputShape)) {
    const by = inputs === train.inputs ? 'with.inputShape' : train.inputs.name;
    throw new DataError(
      `${inputs.name} has inputs of shape ${shapeText(shape)} (${sizeOf(shape)} values), ` +
        `expected ${shapeText(inputShape)} (${sizeOf(inputShape)} values) by ${by}`,
    );
  }
  checkFinite(inputs);
}

function checkFinite(inputs: ImportedInputs): void {
  const columns = columnsOf(inputs);
  for (const { values, first } of portionsOf(inputs.values, columns)) {
    if (values instanceof Uint8Array) return;
    const wrong = values.findIndex((value) => !Number.isFinite(value));
    if (wrong < 0) continue;
    throw new DataError(
      `${inputs.name}, row ${first + Math.floor(wrong / columns)}, column ${wrong % columns}: the input is ${values[wrong]!}, ` +
        'expected a finite number: remove or fill such values',
    );
  }
}

/** Values of one input. */
function columnsOf({ shape }: ImportedInputs): number {
  return sizeOf(shape.slice(1));
}

interface Encoder {
  encode: (values: ArrayValues) => ArrayValues;
  encoding: InputEncoding;
  reading: string;
}

/** Bytes stay bytes unless they are standardised, or the test inputs are no bytes. */
function encoder(
  { inputs }: ReadSplit,
  test: ReadSplit | undefined,
  { standardize, scale }: Pick<ImportSettings, 'standardize'> & { scale: number },
): Encoder {
  const factor = scale === 1 ? 'Values as stored' : `Values as stored, times ${scale}`;
  if (standardize !== 'none') {
    const columns = columnsOf(inputs);
    const groups =
      standardize === 'all' ? { count: 1, of: () => 0 } : { count: columns, of: (column: number) => column };
    const standardizer = new Standardizer(columns, groups);
    for (const { values } of portionsOf(inputs.values, columns)) standardizer.learn(values);
    const over = standardize === 'all' ? 'over all training inputs' : 'each column over the training inputs';
    return {
      encode: (values) => standardizer.apply(values),
      encoding: { type: 'float64' },
      reading: `Inputs standardised to mean 0 and standard deviation 1, ${over}.`,
    };
  }
  const bytes = [inputs, test?.inputs ?? inputs].every(({ values }) => values instanceof Uint8Array);
  return bytes
    ? {
        encode: (values) => values,
        encoding: { type: 'uint8', scale, channels: 1 },
        reading: `${factor}, not standardised.`,
      }
    : {
        encode: (values) => Float64Array.from(values, (value) => value * scale),
        encoding: { type: 'float64' },
        reading: `${factor}, not standardised.`,
      };
}
