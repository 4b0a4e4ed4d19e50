import * as yauzl from 'yauzl';
import { TensorFile } from '../../tensors/safetensors/safetensors.ts';
import { DataError } from '../data-error.ts';
import type { GivenPath } from '../find-file.ts';

/** An array of a file; shape and type where they are told before it is read. */
export interface ListedArray {
  name: string;
  shape?: readonly number[];
  type?: string;
}

/** The arrays of a safetensors file. */
export function listTensors({ path }: GivenPath): ListedArray[] {
  using file = TensorFile.open(path);
  return Array.from(file.tensors, ([name, { shape, type }]) => ({ name, shape, type }));
}

/** The arrays of a `.npz` file. */
export async function listNpz({ path, name }: GivenPath): Promise<ListedArray[]> {
  const names: string[] = [];
  try {
    const zip = await yauzl.openPromise(path);
    for await (const entry of zip.eachEntry())
      if (entry.fileName.endsWith('.npy')) names.push(entry.fileName.slice(0, -'.npy'.length));
  } catch (cause) {
    throw new DataError(`${name} cannot be read as .npz (${(cause as Error).message}): make it again`, {
      cause,
    });
  }
  return names.map((array) => ({ name: array }));
}

const inputNames = [
  /^(?:x|inputs?|images?|data|features?|samples)$/i,
  /^(?:x|inputs?|images?|data|features?)[_.]?(?:train|tr)$|^train[_.]?(?:x|inputs?|images?|data)$/i,
];
const labelNames = [
  /^(?:y|labels?|targets?|classes)$/i,
  /^(?:y|labels?|targets?)[_.]?(?:train|tr)$|^train[_.]?(?:y|labels?|targets?)$/i,
];

/** The arrays that seem to be the training inputs and labels, and those of the test split. */
export function guessArrays(arrays: readonly ListedArray[]): { train?: ArrayPair; test?: ArrayPair } {
  const find = (patterns: readonly RegExp[], names: readonly string[]): string | undefined =>
    patterns
      .map((pattern) => names.find((name) => pattern.test(name)))
      .findLast((name) => name !== undefined);
  const names = arrays.map(({ name }) => name);
  const [inputs, labels] = [find(inputNames, names), find(labelNames, names)];
  if (inputs === undefined || labels === undefined) return {};
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

/** The names of inputs and labels. */
export interface ArrayPair {
  inputs: string;
  labels: string;
}
