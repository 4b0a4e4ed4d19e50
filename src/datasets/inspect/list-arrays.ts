import { basename } from 'node:path';
import { TensorFileError } from '../../tensors/safetensors/tensor-file-error.ts';
import { TensorFile } from '../../tensors/safetensors/safetensors.ts';
import { DataError } from '../data-error.ts';
import type { GivenPath } from '../find-file.ts';
import { fileSource } from '../import/arrays/byte-source.ts';
import { readIdx } from '../import/arrays/read-idx.ts';
import { readNpy } from '../import/arrays/read-npy.ts';
import { readNpz } from '../import/arrays/read-npz.ts';
import { zipEntries } from '../import/arrays/zip-entries.ts';

/** An array of a file; shape and type where they are told before it is read. */
export interface ListedArray {
  name: string;
  shape?: readonly number[];
  type?: string;
}

/** The arrays of a safetensors file. */
export function listTensors({ path, name }: GivenPath): ListedArray[] {
  try {
    using file = TensorFile.open(path);
    return Array.from(file.tensors, ([tensor, { shape, type }]) => ({ name: tensor, shape, type }));
  } catch (cause) {
    if (cause instanceof TensorFileError) throw new DataError(cause.message.replace(path, name), { cause });
    throw cause;
  }
}

/** The arrays of a `.npz` file; those that cannot be read (texts, objects) without shape. */
export async function listNpz({ path, name }: GivenPath): Promise<ListedArray[]> {
  const { held } = await zipEntries(path, name, () => false);
  const names = held.filter((entry) => entry.endsWith('.npy')).map((entry) => entry.slice(0, -'.npy'.length));
  return Promise.all(
    names.map(async (array) => {
      try {
        const [found] = await readNpz(path, name, [array]);
        return { name: array, shape: found!.shape, type: found!.type };
      } catch (error) {
        if (error instanceof DataError) return { name: array };
        throw error;
      }
    }),
  );
}

/** The array of a `.npy` or IDX file. */
export async function listArray(
  { path, name }: GivenPath,
  kind: 'npy' | 'idx',
): Promise<Required<ListedArray>> {
  const bytes = await fileSource(path, name);
  const { shape, type } = await (kind === 'npy' ? readNpy(bytes) : readIdx(bytes));
  return { name: basename(name), shape, type };
}

const inputNames = [
  /^(?:x|inputs?|images?|data|features?|samples)$/i,
  /^(?:x|inputs?|images?|data|features?)[_.-]?(?:train|tr)$|^train[_.-]?(?:x|inputs?|images?|data)$/i,
];
const labelNames = [
  /^(?:y|labels?|targets?|classes)$/i,
  /^(?:y|labels?|targets?)[_.-]?(?:train|tr)$|^train[_.-]?(?:y|labels?|targets?)$/i,
];

/** The arrays that seem to be the training inputs and labels, and those of the test split. */
export function guessArrays(arrays: readonly ListedArray[]): { train?: ArrayPair; test?: ArrayPair } {
  const find = (patterns: readonly RegExp[], names: readonly string[]): string | undefined =>
    patterns
      .map((pattern) => names.find((name) => pattern.test(name)))
      .findLast((name) => name !== undefined);
  const names = arrays.map(({ name }) => name);
  const [inputs, labels] = [find(inputNames, names), find(labelNames, names)];
  if (inputs === undefined || labels === undefined) {
    const train = guessByShape(arrays);
    return train === undefined ? {} : { train };
  }
  const other = (name: string): string | undefined => {
    const renamed = name.replace(/train|tr$/i, (word) => (word.length > 2 ? 'test' : 'te'));
    return renamed !== name && names.includes(renamed) ? renamed : undefined;
  };
  const [testInputs, testLabels] = [other(inputs), other(labels)];
  return {
    train: { inputs, labels },
    ...(testInputs !== undefined &&
      testLabels !== undefined && { test: { inputs: testInputs, labels: testLabels } }),
  };
}

/** Of two arrays, the one with an axis of samples only is the labels. */
function guessByShape(arrays: readonly ListedArray[]): ArrayPair | undefined {
  if (arrays.length !== 2) return undefined;
  const isVector = ({ shape = [] }: ListedArray): boolean =>
    shape.length > 0 && shape.filter((length) => length !== 1).length === 1;
  const [labels] = arrays.filter(isVector);
  const [inputs] = arrays.filter((array) => !isVector(array));
  const samples = inputs?.shape?.[0];
  if (inputs === undefined || labels?.shape?.includes(samples ?? -1) !== true) return undefined;
  return { inputs: inputs.name, labels: labels.name };
}

/** The names of inputs and labels. */
export interface ArrayPair {
  inputs: string;
  labels: string;
}
