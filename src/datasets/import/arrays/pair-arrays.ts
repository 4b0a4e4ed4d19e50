import type { StoredNumbers } from '../../../tensors/safetensors/stored-numbers.ts';
import { DataError } from '../../data-error.ts';
import { shapeText, sizeOf, type ArrayPieces, type ArrayValues, type ImportedSplit } from '../array.ts';
import type { StoredArray } from './stored-array.ts';

/** Pairs an array of inputs with an array of labels; checks that both are of the same samples, and reads the labels. */
export async function pairArrays(
  inputs: StoredArray,
  labels: StoredArray,
): Promise<ImportedSplit<ArrayPieces>> {
  if (inputs.name === labels.name)
    throw new DataError(
      `${inputs.name} is named for both the inputs and the labels, expected two arrays: correct one of them under source`,
    );
  if (inputs.shape.length < 2) {
    throw new DataError(
      `${inputs.name} has the shape ${shapeText(inputs.shape)}, expected [samples, …] with at least two axes: ` +
        'one row for each sample',
    );
  }
  const samples = inputs.shape[0]!;
  const axes = labels.shape.filter((length) => length !== 1).length;
  if (sizeOf(labels.shape) !== samples || labels.shape.length === 0 || axes > 1) {
    const isLast = axes <= 1 && sizeOf(labels.shape) === inputs.shape.at(-1);
    const advice = isLast
      ? `the samples of ${inputs.name} ${shapeText(inputs.shape)} seem to be its last axis: make them its first, by numpy.moveaxis(x, -1, 0) or permute`
      : 'one-hot labels: save their argmax';
    throw new DataError(
      `${labels.name} has the shape ${shapeText(labels.shape)}, expected [${samples}]: one class number for each of the ` +
        `${samples} inputs of ${inputs.name} (${advice})`,
    );
  }
  const placeOfLabel = (sample: number): string => `${labels.name}, row ${sample}`;
  return {
    inputs: {
      name: inputs.name,
      shape: inputs.shape,
      values: { isBytes: inputs.type === 'U8', pieces: () => exactPieces(inputs) },
    },
    labels: await readLabels(labels, placeOfLabel),
    placeOfLabel,
  };
}

async function readLabels(
  { pieces }: StoredArray,
  placeOfLabel: (sample: number) => string,
): Promise<string[]> {
  const labels: string[] = [];
  for await (const piece of pieces())
    for (const value of piece) {
      if (typeof value === 'number' && !Number.isInteger(value))
        throw new DataError(
          `${placeOfLabel(labels.length)}: the label is ${value}, expected a whole number: the number of the class`,
        );
      // Not String(1e21), which is no number of a class.
      labels.push(BigInt(value).toString());
    }
  return labels;
}

/** Integers of 8 bytes as float64 where it holds them. */
async function* exactPieces({ name, shape, pieces }: StoredArray): AsyncGenerator<ArrayValues> {
  let done = 0;
  for await (const piece of pieces()) {
    yield piece instanceof Uint8Array || piece instanceof Float64Array
      ? piece
      : exactNumbers(piece, { name, columns: sizeOf(shape.slice(1)), done });
    done += piece.length;
  }
}

function exactNumbers(
  integers: Exclude<StoredNumbers, ArrayValues>,
  place: { name: string; columns: number; done: number },
): Float64Array<ArrayBuffer> {
  const values = Float64Array.from<number | bigint>(integers, Number);
  for (const [index, value] of values.entries()) {
    if (BigInt(value) === integers[index]) continue;
    const at = place.done + index;
    throw new DataError(
      `${place.name}, row ${Math.floor(at / place.columns)}, column ${at % place.columns}: the input is ${integers[index]!}, ` +
        'which float64 cannot hold exactly: leave the column out, or subtract an offset or divide',
    );
  }
  return values;
}
