import type { InputEncoding } from '../../artifacts/dataset.ts';
import { DataError } from '../data-error.ts';
import { Standardizer } from '../standardize.ts';
import { sizeOf, type ArrayValues, type ImportedInputs } from './array.ts';
import { isBytes, portionsOf, type PortionListener } from './portions.ts';

/** What becomes of inputs: how they are stored, and how that is told. */
export interface InputEncoder {
  encode: (values: ArrayValues) => ArrayValues;
  encoding: InputEncoding;
  /** What the values are multiplied by as they are encoded, or will be later. */
  scale: number;
  reading: string;
}

/** How inputs are to be encoded. */
export interface EncodingSettings {
  standardize: 'none' | 'all' | 'features';
  /** 1/255 for bytes and 1 for others where absent. */
  scale?: number | undefined;
}

/** Bytes stay bytes unless they are standardised, or the test inputs are no bytes. */
export async function encodeInputs(
  train: ImportedInputs,
  test: ImportedInputs | undefined,
  settings: EncodingSettings,
  listener: PortionListener,
): Promise<InputEncoder> {
  const { standardize } = settings;
  if (standardize !== 'none') return standardizing(train, standardize, listener);
  if (settings.scale === undefined && test !== undefined) checkAlike(train, test);
  const scale = settings.scale ?? (isBytes(train.values) ? 1 / 255 : 1);
  const reading = `${scale === 1 ? 'Values as stored' : `Values as stored, times ${scale}`}, not standardised.`;
  return isBytes(train.values) && (test === undefined || isBytes(test.values))
    ? { encode: (values) => values, encoding: { type: 'uint8', scale, channels: 1 }, scale, reading }
    : {
        encode: (values) => scaled(values, scale),
        encoding: { type: 'float64' },
        scale,
        reading,
      };
}

/** Fractions of 255 in one split may lie beside bytes in the other. */
function checkAlike(train: ImportedInputs, test: ImportedInputs): void {
  if (isBytes(train.values) === isBytes(test.values)) return;
  const [bytes, others] = isBytes(train.values) ? [train, test] : [test, train];
  throw new DataError(
    `${bytes.name} holds bytes and ${others.name} other numbers, expected one type, by which both splits are scaled: ` +
      'save both as one type, or say by with.scale what both are to be multiplied by',
  );
}

function scaled(values: ArrayValues, scale: number): Float64Array<ArrayBuffer> {
  const products = new Float64Array(values);
  if (scale !== 1) for (let index = 0; index < products.length; index++) products[index]! *= scale;
  return products;
}

async function standardizing(
  train: ImportedInputs,
  standardize: 'all' | 'features',
  listener: PortionListener,
): Promise<InputEncoder> {
  const columns = sizeOf(train.shape.slice(1));
  const groups =
    standardize === 'all' ? { count: 1, of: () => 0 } : { count: columns, of: (column: number) => column };
  const standardizer = new Standardizer(columns, groups);
  for await (const { values, rows } of portionsOf(train)) {
    standardizer.learn(values);
    listener(rows);
  }
  const over = standardize === 'all' ? 'over all training inputs' : 'each column over the training inputs';
  return {
    encode: (values) => standardizer.apply(values),
    encoding: { type: 'float64' },
    scale: 1,
    reading: `Inputs standardised to mean 0 and standard deviation 1, ${over}.`,
  };
}
