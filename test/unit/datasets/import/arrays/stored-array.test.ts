import { describe, expect, it } from 'vitest';
import { DataError } from '../../../../../src/datasets/data-error.ts';
import { memorySource } from '../../../../../src/datasets/import/arrays/byte-source.ts';
import { storedArray } from '../../../../../src/datasets/import/arrays/stored-array.ts';
import { readPieces } from '../../../../read-pieces.ts';

const plain = { start: 1, bigEndian: false, columnMajor: false };

describe('storedArray', () => {
  it('reads elements of either byte order', async () => {
    const source = memorySource(Uint8Array.of(9, 1, 0, 2, 0), 'x');
    const little = storedArray(source, { ...plain, shape: [2], type: 'U16' });
    expect(await readPieces(little)).toEqual([1, 2]);
    const big = storedArray(source, { ...plain, bigEndian: true, shape: [2], type: 'U16' });
    expect(await readPieces(big)).toEqual([256, 512]);
  });

  it('gives pieces of whole rows', async () => {
    const rowBytes = 3 * 2 ** 22;
    const source = memorySource(new Uint8Array(1 + 3 * rowBytes), 'x');
    const array = storedArray(source, { ...plain, shape: [3, rowBytes], type: 'U8' });
    const lengths: number[] = [];
    for await (const piece of array.pieces()) lengths.push(piece.length);
    expect(lengths).toEqual([rowBytes, rowBytes, rowBytes]);
  });

  it('refuses more or fewer bytes than the shape needs, however large it is', () => {
    const source = memorySource(new Uint8Array(5), 'x');
    const advice = 'the file was cut short or damaged, or holds something else as well; save it again';
    expect(() => storedArray(source, { ...plain, shape: [3], type: 'U16' })).toThrow(
      new DataError(`x of [3] has 5 bytes, expected 7: ${advice}`),
    );
    expect(() => storedArray(source, { ...plain, shape: [2 ** 50, 2 ** 50], type: 'F64' })).toThrow(
      new DataError(
        `x of [1125899906842624, 1125899906842624] has 5 bytes, expected 1.0141204801825835e+31: ${advice}`,
      ),
    );
  });

  it('says where a truth value is none', async () => {
    const source = memorySource(Uint8Array.of(9, 1, 2), 'x');
    await expect(readPieces(storedArray(source, { ...plain, shape: [2], type: 'BOOL' }))).rejects.toThrow(
      new DataError(
        'x, from row 0 on, element 1: a truth value is stored as 2, expected 0 or 1: save it again',
      ),
    );
  });
});
