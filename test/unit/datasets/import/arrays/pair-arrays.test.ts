import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../../../../src/datasets/data-error.ts';
import { pairArrays } from '../../../../../src/datasets/import/arrays/pair-arrays.ts';
import { readNpz } from '../../../../../src/datasets/import/arrays/read-npz.ts';
import type { StoredArray } from '../../../../../src/datasets/import/arrays/stored-array.ts';
import type { StoredNumbers } from '../../../../../src/tensors/safetensors/stored-numbers.ts';
import { readPieces } from '../../../../read-pieces.ts';

function stored(
  name: string,
  shape: number[],
  pieces: StoredNumbers[],
  type: StoredArray['type'] = 'F64',
): StoredArray {
  // eslint-disable-next-line @typescript-eslint/require-await -- what reads them waits for files
  const read = async function* (): AsyncGenerator<StoredNumbers> {
    yield* pieces;
  };
  return { name, shape, type, pieces: read };
}

function array(name: string, shape: number[], values: number[]): StoredArray {
  return stored(name, shape, [Float64Array.from(values)]);
}

const inputs = array('a.npz: x', [2, 3], [1, 2, 3, 4, 5, 6]);

describe('pairArrays', () => {
  it('takes labels in one axis, or in a column', async () => {
    for (const shape of [[2], [2, 1]]) {
      const { labels, placeOfLabel } = await pairArrays(inputs, array('a.npz: y', shape, [1, 0]));
      expect(labels).toEqual(['1', '0']);
      expect(placeOfLabel(1)).toBe('a.npz: y, row 1');
    }
  });

  it('gives the inputs in pieces, and says whether they are bytes', async () => {
    const labels = array('y', [2], [1, 0]);
    const { values } = (await pairArrays(inputs, labels)).inputs;
    expect(values.isBytes).toBe(false);
    expect(await readPieces(values)).toEqual([1, 2, 3, 4, 5, 6]);
    const bytes = stored('x', [2, 1], [Uint8Array.of(1), Uint8Array.of(2)], 'U8');
    expect((await pairArrays(bytes, labels)).inputs.values.isBytes).toBe(true);
  });

  it('keeps labels apart that float64 cannot tell apart', async () => {
    const path = join(import.meta.dirname, 'fixtures/layouts.npz');
    const [labels] = await readNpz(path, 'a.npz', ['large_labels']);
    const pair = await pairArrays(inputs, labels!);
    expect(pair.labels).toEqual(['9007199254740992', '9007199254740993']);
    const floats = await pairArrays(inputs, array('y', [2], [1e21, -0]));
    expect(floats.labels).toEqual(['1000000000000000000000', '0']);
  });

  it('refuses inputs that float64 cannot hold', async () => {
    const large = stored(
      'x',
      [2, 2],
      [BigInt64Array.of(1n, 2n), BigInt64Array.of(2n ** 60n, 2n ** 53n + 1n)],
    );
    const { values } = (await pairArrays(large, array('y', [2], [0, 1]))).inputs;
    await expect(readPieces(values)).rejects.toThrow(
      new DataError(
        'x, row 1, column 1: the input is 9007199254740993, which float64 cannot hold exactly: ' +
          'leave the column out, or subtract an offset or divide',
      ),
    );
  });

  it('refuses labels of another number of samples, and one-hot labels', async () => {
    const advice =
      'expected [2]: one class number for each of the 2 inputs of a.npz: x (one-hot labels: save their argmax)';
    await expect(pairArrays(inputs, array('a.npz: y', [4], [0, 0, 1, 1]))).rejects.toThrow(
      new DataError(`a.npz: y has the shape [4], ${advice}`),
    );
    // As MATLAB stores pictures.
    await expect(pairArrays(inputs, array('a.npz: y', [3, 1], [0, 0, 1]))).rejects.toThrow(
      new DataError(
        'a.npz: y has the shape [3, 1], expected [2]: one class number for each of the 2 inputs of a.npz: x ' +
          '(the samples of a.npz: x [2, 3] seem to be its last axis: make them its first, by numpy.moveaxis(x, -1, 0) or permute)',
      ),
    );
    await expect(pairArrays(inputs, array('a.npz: y', [2, 2], [0, 1, 1, 0]))).rejects.toThrow(
      new DataError(`a.npz: y has the shape [2, 2], ${advice}`),
    );
  });

  it('refuses labels that are no whole numbers', async () => {
    for (const [label, text] of [
      [0.5, '0.5'],
      [Number.NaN, 'NaN'],
      [Infinity, 'Infinity'],
    ] as const)
      await expect(pairArrays(inputs, array('a.npz: y', [2], [0, label]))).rejects.toThrow(
        new DataError(
          `a.npz: y, row 1: the label is ${text}, expected a whole number: the number of the class`,
        ),
      );
  });

  it('refuses inputs without an axis of samples, and one array for both', async () => {
    await expect(pairArrays(array('a.npz: x', [2], [1, 2]), array('a.npz: y', [2], [0, 1]))).rejects.toThrow(
      new DataError(
        'a.npz: x has the shape [2], expected [samples, …] with at least two axes: one row for each sample',
      ),
    );
    await expect(pairArrays(inputs, inputs)).rejects.toThrow(
      new DataError(
        'a.npz: x is named for both the inputs and the labels, expected two arrays: correct one of them under source',
      ),
    );
  });
});
