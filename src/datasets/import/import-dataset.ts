import { z } from 'zod';
import type { DatasetDescription, InputEncoding } from '../../artifacts/dataset.ts';
import { DataError } from '../data-error.ts';
import { Standardizer } from '../standardize.ts';
import { DatasetWriter } from '../write-dataset.ts';
import { shapeText, sizeOf, type ImportedArray, type ImportedSplit } from './array.ts';
import { codeLabels } from './code-labels.ts';
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

/** Reads somebody's data and writes them as a dataset folder. */
export async function importDataset(
  data: NamedPath,
  folder: string,
  settings: ImportSettings,
): Promise<DatasetDescription> {
  const train = (await readSplit(data, settings.source, 'train'))!;
  const test = await readSplit(data, settings.source, 'test');
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
  writer.append('train', encode(train.inputs.values), labels.train);
  if (test !== undefined) writer.append('test', encode(test.inputs.values), labels.test!);
  return writer.finish();
}

function checkInputs({ inputs }: ImportedSplit, inputShape: number[], train: ImportedSplit): void {
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

function checkFinite({ name, shape, values }: ImportedArray): void {
  if (values instanceof Uint8Array) return;
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong < 0) return;
  const columns = sizeOf(shape.slice(1));
  throw new DataError(
    `${name}, row ${Math.floor(wrong / columns)}, column ${wrong % columns}: the input is ${values[wrong]!}, ` +
      'expected a finite number: remove or fill such values',
  );
}

interface Encoder {
  encode: (values: ImportedArray['values']) => ImportedArray['values'];
  encoding: InputEncoding;
  reading: string;
}

/** Bytes stay bytes unless they are standardised, or the test inputs are no bytes. */
function encoder(
  { inputs }: ImportedSplit,
  test: ImportedSplit | undefined,
  { standardize, scale }: Pick<ImportSettings, 'standardize'> & { scale: number },
): Encoder {
  const factor = scale === 1 ? 'Values as stored' : `Values as stored, times ${scale}`;
  if (standardize !== 'none') {
    const columns = sizeOf(inputs.shape.slice(1));
    const groups =
      standardize === 'all' ? { count: 1, of: () => 0 } : { count: columns, of: (column: number) => column };
    const standardizer = new Standardizer(columns, groups);
    standardizer.learn(inputs.values);
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
