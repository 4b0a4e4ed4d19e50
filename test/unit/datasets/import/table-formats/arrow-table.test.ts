import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  Dictionary,
  Int32,
  RecordBatchStreamWriter,
  Table as ArrowTable,
  TimestampMillisecond,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../../../../src/datasets/data-error.ts';
import { arrowTable } from '../../../../../src/datasets/import/table-formats/arrow-table.ts';
import { readWholeTable } from '../../../../read-whole-table.ts';
import type { Table } from '../../../../../src/datasets/import/table/table.ts';
import { temporaryFolder } from '../../../../temporary-folder.ts';
import { columnsOf, expected, fixtures } from './table-columns.ts';

function open(name: string): Promise<Table> {
  return arrowTable({ path: join(fixtures, name), name });
}

describe('arrowTable', () => {
  it('reads a file without rows', async () => {
    const table = await open('empty.arrow');
    expect(table.columns).toEqual(['a', 'label']);
    expect((await columnsOf(table, ['a'])).cells).toEqual([[]]);
  });

  it.each(['file-none', 'file-lz4', 'file-zstd', 'stream-none', 'stream-lz4', 'stream-zstd'])(
    'reads every type of number of %s.arrow as pyarrow wrote it',
    async (file) => {
      const names = Object.keys(expected.inputs);
      const table = await open(`${file}.arrow`);
      const { inputs, labels, placeOfLabel } = await readWholeTable(table, { label: 'kind', columns: names });
      for (const [column, name] of names.entries())
        expect(Array.from({ length: 12 }, (_, row) => inputs.values[row * names.length + column])).toEqual(
          expected.inputs[name],
        );
      expect(labels).toEqual(expected.label);
      expect(placeOfLabel(7)).toBe(`${file}.arrow, row 7: column kind`);
      expect((await columnsOf(table, ['label'])).cells).toEqual([expected.label]);
    },
  );

  it.each(['list', 'fixed'])('reads lists of lists (%s) with their shape', async (column) => {
    const { inputs } = await readWholeTable(await open('lists.arrow'), { label: 'label', columns: [column] });
    expect(inputs.shape).toEqual([12, 2, 3]);
    expect([...inputs.values.subarray(0, 12)]).toEqual([0, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 6]);
  });

  const advice = 'correct it, remove the row, or leave the column out (source.columns)';

  it.each([
    ['missing', `row 1: column missing: the value is missing, expected a finite number: ${advice}`],
    [
      'time',
      `row 0: column time: the value is the time 1970-01-01T00:00:00.000Z, expected a finite number: ${advice}`,
    ],
    ['record', `row 0: column record: the value is a record, expected a finite number: ${advice}`],
    [
      'large',
      `row 1: column large: the value is 9007199254740993, expected a whole number that float64 holds, up to 2^53 or a multiple of a power of two: ${advice}`,
    ],
  ])('refuses a column of %s as an input', async (column, message) => {
    await expect(
      readWholeTable(await open('odd.arrow'), { label: 'label', columns: [column] }),
    ).rejects.toThrow(new DataError(`odd.arrow, ${message}`));
  });

  // As pandas stores a categorical column.
  it('takes the values of a dictionary for what they are', async () => {
    const path = join(temporaryFolder(), 'a.arrow');
    const times = vectorFromArray([1000, 2000], new Dictionary(new TimestampMillisecond(), new Int32()));
    const names = vectorFromArray(['u', 'v'], new Dictionary(new Utf8(), new Int32()));
    const writer = RecordBatchStreamWriter.writeAll(new ArrowTable({ times, names }));
    writeFileSync(path, await writer.toUint8Array());
    const { cells } = await columnsOf(await arrowTable({ path, name: 'a.arrow' }), ['times', 'names']);
    expect(cells).toEqual([
      [new Date(1000), new Date(2000)],
      ['u', 'v'],
    ]);
  });

  it('refuses two columns of one name', async () => {
    await expect(readWholeTable(await open('twice.arrow'), { label: 'label' })).rejects.toThrow(
      new DataError(
        'twice.arrow: the columns 1 and 2 are both called a: rename one in the file, or leave both out (source.columns)',
      ),
    );
  });

  it.each(['file-none.arrow', 'stream-none.arrow'])('says that %s is cut short', async (name) => {
    const path = join(temporaryFolder(), 'cut.arrow');
    const whole = readFileSync(join(fixtures, name));
    for (const size of [0, 6, 100, 2000, whole.length - 300]) {
      writeFileSync(path, whole.subarray(0, size));
      const read = async (): Promise<unknown> =>
        readWholeTable(await arrowTable({ path, name: 'cut.arrow' }), { label: 'label', columns: ['int8'] });
      await expect(read()).rejects.toThrow(
        /^cut\.arrow cannot be read as Arrow \(.+\): it is damaged, cut short/,
      );
    }
  });
});
