import { z } from 'zod';
import type { DatasetDescription } from '../../artifacts/dataset.ts';
import { DataError } from '../data-error.ts';
import { DatasetWriter, type SplitName } from '../write-dataset.ts';
import { LARGEST_INPUT, shapeText, sizeOf, type ImportedSplit, type InputValues } from './array.ts';
import { codeLabels } from './code-labels.ts';
import { encodeInputs } from './encode-inputs.ts';
import { portionsOf, type PortionListener } from './portions.ts';
import { importSource, readSplit, type NamedPath } from './source.ts';

/** What is to be known of somebody's data. */
export const importSettings = z.strictObject({
  /** What experiments call it. */
  name: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, 'must be of lower-case letters, digits, dots and hyphens'),
  /** What the report calls it; the name where absent. */
  title: z.string().min(1).optional(),
  /** Its format, and where in the data the splits are. */
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

/** Reading a table takes most of the time; arrays and images are read as they are written. */
const READING = 0.8;

/**
 * Reads somebody's data and writes them as a dataset folder. Nothing is held whole in memory but the labels: arrays and
 * images are read in pieces, and large tables lie in the folder beside the dataset meanwhile.
 */
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
    return await writeDataset(folder, (await read('train'))!, await read('test'), settings, listener);
  } finally {
    for (const { inputs } of held) if ('read' in inputs.values) inputs.values[Symbol.dispose]();
  }
}

async function writeDataset(
  folder: string,
  train: ReadSplit,
  test: ReadSplit | undefined,
  settings: ImportSettings,
  listener: ImportListener,
): Promise<DatasetDescription> {
  const inputShape = settings.inputShape ?? train.inputs.shape.slice(1);
  for (const split of [train, test]) if (split !== undefined) checkInputs(split, inputShape, train);
  const labels = codeLabels(train, test, settings.classes);
  const heard = rowListener(train, test, settings, listener);
  const { encode, encoding, scale, reading } = await encodeInputs(
    train.inputs,
    test?.inputs,
    settings,
    heard('measuring train'),
  );
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
  const append = async (
    which: SplitName,
    { inputs }: ReadSplit,
    codes: Int32Array<ArrayBuffer>,
  ): Promise<void> => {
    const written = heard(`writing ${which}`);
    for await (const { values, first, rows } of portionsOf(inputs, scale)) {
      writer.append(which, encode(values), codes.slice(first, first + rows));
      written(rows);
    }
  };
  await append('train', train, labels.train);
  if (test !== undefined) await append('test', test, labels.test!);
  return writer.finish();
}

/** Counts the rows that were dealt with, over all passes that there will be. */
function rowListener(
  train: ReadSplit,
  test: ReadSplit | undefined,
  { standardize }: ImportSettings,
  listener: ImportListener,
): (doing: string) => PortionListener {
  const start = 'pieces' in train.inputs.values ? 0 : READING;
  const passes = standardize === 'none' ? 1 : 2;
  const total = passes * train.labels.length + (test?.labels.length ?? 0);
  let done = 0;
  return (doing) => (rows) => {
    done += rows;
    listener(start + ((1 - start) * done) / total, doing);
  };
}

function checkInputs({ inputs }: ReadSplit, inputShape: number[], train: ReadSplit): void {
  const shape = inputs.shape.slice(1);
  if (inputs.shape[0] === 0) throw new DataError(`${inputs.name} holds no samples`);
  if (sizeOf(shape) === 0)
    throw new DataError(
      `${inputs.name} has inputs of shape ${shapeText(shape)}, which hold no values, expected at least one: check what was saved`,
    );
  if (sizeOf(shape) > LARGEST_INPUT)
    throw new DataError(
      `${inputs.name} has inputs of shape ${shapeText(shape)} (${sizeOf(shape)} values), expected at most ${LARGEST_INPUT} values: ` +
        'scale them down (images: source.size), or cut them into samples',
    );
  if (sizeOf(shape) !== sizeOf(inputShape)) {
    const by = inputs === train.inputs ? 'with.inputShape' : train.inputs.name;
    throw new DataError(
      `${inputs.name} has inputs of shape ${shapeText(shape)} (${sizeOf(shape)} values), ` +
        `expected ${shapeText(inputShape)} (${sizeOf(inputShape)} values) by ${by}`,
    );
  }
}
