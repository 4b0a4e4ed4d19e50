import { describe, expect, it } from 'vitest';
import type { ArrayValues, ImportedInputs, InputValues } from '../../../../src/datasets/import/array.ts';
import { isBytes, portionsOf } from '../../../../src/datasets/import/portions.ts';
import { DataError } from '../../../../src/datasets/data-error.ts';

function inputs(values: InputValues, columns: number): ImportedInputs {
  return { name: 'x.npy', shape: ['length' in values ? values.length / columns : 3, columns], values };
}

/** Each portion as its first row, its rows and its values. */
async function portions(all: ImportedInputs, scale?: number, largest?: number): Promise<number[][]> {
  const found: number[][] = [];
  for await (const { first, rows, values } of portionsOf(all, scale, largest))
    found.push([first, rows, ...values]);
  return found;
}

// eslint-disable-next-line @typescript-eslint/require-await -- what reads them waits for files
async function* pieces(): AsyncGenerator<ArrayValues> {
  yield Float64Array.of(1, 2, 3, 4);
  yield Float64Array.of(5, 1e200);
}

describe('portionsOf', () => {
  it('gives whole rows, as many as fit, and at least one', async () => {
    const values = Uint8Array.from({ length: 10 }, (_, index) => index);
    expect(await portions(inputs(values, 2), 1, 5)).toEqual([
      [0, 2, 0, 1, 2, 3],
      [2, 2, 4, 5, 6, 7],
      [4, 1, 8, 9],
    ]);
    expect(await portions(inputs(values, 2), 1, 1)).toHaveLength(5);
    expect(await portions(inputs(new Float64Array(), 3))).toEqual([]);
  });

  it('gives pieces as they come', async () => {
    expect(await portions(inputs({ isBytes: false, pieces }, 2), 1e-200)).toEqual([
      [0, 2, 1, 2, 3, 4],
      [2, 1, 5, 1e200],
    ]);
  });

  it('says where an input is unfit', async () => {
    await expect(portions(inputs({ isBytes: false, pieces }, 2))).rejects.toThrow(
      new DataError(
        'x.npy, row 2, column 1: the input is 1e+200, expected at most 9.5e+153 in size, beyond which the squared norm ' +
          'of a sample overflows: rescale or leave out this column',
      ),
    );
  });
});

it('isBytes knows bytes in memory and in pieces', () => {
  const kinds = [
    new Uint8Array(1),
    new Float64Array(1),
    { isBytes: true, pieces },
    { isBytes: false, pieces },
  ];
  expect(kinds.map(isBytes)).toEqual([true, false, true, false]);
});
