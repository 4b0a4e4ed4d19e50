import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../../../../src/datasets/data-error.ts';
import { fileSource, memorySource } from '../../../../../src/datasets/import/arrays/byte-source.ts';
import { columnMajorRows } from '../../../../../src/datasets/import/arrays/column-major-rows.ts';
import { temporaryFolder } from '../../../../temporary-folder.ts';

// [3, 2, 2] in Fortran order: element (i, j, k) is 100 i + 10 j + k.
const stored = [0, 100, 200, 10, 110, 210, 1, 101, 201, 11, 111, 211];
const bytes = Buffer.concat([Buffer.from('head'), Buffer.from(Uint8Array.from(stored).buffer)]);
const layout = { start: 4, shape: [3, 2, 2], type: 'U8', bigEndian: false, columnMajor: true } as const;
const rows = [0, 1, 10, 11, 100, 101, 110, 111, 200, 201, 210, 211];

describe('columnMajorRows', () => {
  it('gives rows in their order, from a file and from what can only be read through', async () => {
    const path = join(temporaryFolder(), 'x');
    writeFileSync(path, bytes);
    for (const source of [await fileSource(path, 'x'), memorySource(bytes, 'x')])
      for (const pieceRows of [1, 2, 10]) {
        const found: number[] = [];
        for await (const piece of columnMajorRows(source, { ...layout, shape: [3, 2, 2] }, pieceRows))
          found.push(...piece);
        expect(found).toEqual(rows);
      }
  });

  it('refuses bytes that are too few, or too many to be held', async () => {
    const read = async (shape: number[]): Promise<void> => {
      const pieces = columnMajorRows(memorySource(bytes, 'x'), { ...layout, shape }, 1);
      while ((await pieces.next()).done !== true);
    };
    await expect(read([3, 2, 3])).rejects.toThrow(
      new DataError(
        'x of [3, 2, 3] has fewer than 22 bytes: the file was cut short or damaged; save it again',
      ),
    );
    await expect(read([2 ** 20, 2 ** 11])).rejects.toThrow(
      new DataError(
        'x of [1048576, 2048] is packed and in Fortran (column-major) order, of which at most 1073741824 bytes can be read: ' +
          'save numpy.ascontiguousarray of it',
      ),
    );
  });
});
