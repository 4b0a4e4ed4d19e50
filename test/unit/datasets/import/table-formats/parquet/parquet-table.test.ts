import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../../../../../src/datasets/data-error.ts';
import { parquetTable } from '../../../../../../src/datasets/import/table-formats/parquet/parquet-table.ts';
import { readWholeTable } from '../../../../../read-whole-table.ts';
import type { Table } from '../../../../../../src/datasets/import/table/table.ts';
import { temporaryFolder } from '../../../../../temporary-folder.ts';
import { columnsOf, expected, fixtures } from '../table-columns.ts';

function open(name: string): Promise<Table> {
  return parquetTable({ path: join(fixtures, name), name });
}

describe('parquetTable', () => {
  it('reads every type of number as pyarrow wrote it, over several groups of rows', async () => {
    const table = await open('types.parquet');
    const names = Object.keys(expected.inputs);
    const { inputs, labels, placeOfLabel } = await readWholeTable(table, { label: 'label', columns: names });
    expect(inputs.shape).toEqual([12, names.length]);
    for (const [column, name] of names.entries())
      expect(Array.from({ length: 12 }, (_, row) => inputs.values[row * names.length + column])).toEqual(
        expected.inputs[name],
      );
    expect(labels).toEqual(expected.label);
    expect(placeOfLabel(7)).toBe('types.parquet, row 7: column label');
    expect(table.fraction()).toBe(1);
  });

  it('reads over a group of rows that is empty', async () => {
    const { cells, numbers } = await columnsOf(await open('empty-group.parquet'), ['a', 'label']);
    expect(cells).toEqual([
      [1, 2, 1, 2],
      ['u', 'v', 'u', 'v'],
    ]);
    expect(numbers).toEqual([0, 1, 2, 3]);
  });

  it.each(['none', 'snappy', 'gzip', 'brotli', 'lz4', 'zstd'])(
    'reads pages packed with %s',
    async (codec) => {
      for (const version of ['v1', 'v2']) {
        const { cells, numbers } = await columnsOf(await open(`${codec}-${version}.parquet`), [
          'label',
          'float64',
          'int32',
        ]);
        expect(cells).toEqual([expected.label, expected.inputs['float64'], expected.inputs['int32']]);
        expect(numbers).toEqual(Array.from({ length: 12 }, (_, row) => row));
      }
    },
  );

  it('reads other encodings than the plain one', async () => {
    const { cells } = await columnsOf(await open('encodings.parquet'), ['int32', 'float64', 'label']);
    expect(cells).toEqual([expected.inputs['int32'], expected.inputs['float64'], expected.label]);
  });

  it.each(['list', 'fixed'])('reads lists of lists (%s) with their shape', async (column) => {
    const { inputs } = await readWholeTable(await open('lists.parquet'), {
      label: 'label',
      columns: [column],
    });
    expect(inputs.shape).toEqual([12, 2, 3]);
    expect([...inputs.values.subarray(0, 12)]).toEqual([0, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 6]);
  });

  // Damaged at random: hyparquet alone was still busy with it after 12 s.
  it('refuses a page whose inside cannot be that of its column', async () => {
    const table = await open('endless-run.parquet');
    await expect(columnsOf(table, ['label', 'float64', 'int32'])).rejects.toThrow(
      new DataError(
        'endless-run.parquet, rows 7 to 11 cannot be read as Parquet (a page tells 0 nulls and undefined rows of 5 values): ' +
          'it is damaged, cut short or of another format; make it again',
      ),
    );
  });

  const advice = 'correct it, remove the row, or leave the column out (source.columns)';

  it.each([
    ['missing', `row 1: column missing: the value is missing, expected a finite number: ${advice}`],
    ['nan', `row 1: column nan: the value is NaN, expected a finite number: ${advice}`],
    [
      'large',
      `row 1: column large: the value is 9007199254740993, expected a whole number that float64 holds, up to 2^53 or a multiple of a power of two: ${advice}`,
    ],
    [
      'time',
      `row 0: column time: the value is the time 1970-01-01T00:00:00.000Z, expected a finite number: ${advice}`,
    ],
    ['record', `row 0: column record: the value is a record, expected a finite number: ${advice}`],
    ['text', `row 1: column text: the value is "x", expected a finite number: ${advice}`],
  ])('refuses a column of %s as an input', async (column, message) => {
    await expect(
      readWholeTable(await open('odd.parquet'), { label: 'label', columns: [column] }),
    ).rejects.toThrow(new DataError(`odd.parquet, ${message}`));
  });

  it('refuses a missing label, bytes that are no text, and two columns of one name', async () => {
    await expect(
      readWholeTable(await open('odd.parquet'), { label: 'absent', columns: ['text'] }),
    ).rejects.toThrow(
      new DataError('odd.parquet, row 1: column absent: the class is missing: fill it or remove the row'),
    );
    await expect(
      readWholeTable(await open('odd.parquet'), { label: 'bytes', columns: ['text'] }),
    ).rejects.toThrow(
      /^odd\.parquet, rows 0 to 2 cannot be read as Parquet \(.*encoded data was not valid.*\): it is damaged/,
    );
    await expect(readWholeTable(await open('twice.parquet'), { label: 'label' })).rejects.toThrow(
      new DataError(
        'twice.parquet: the columns 1 and 2 are both called a: rename one in the file, or leave both out (source.columns)',
      ),
    );
  });

  it('says that a file is cut short, or none', async () => {
    const path = join(temporaryFolder(), 'cut.parquet');
    copyFileSync(join(fixtures, 'types.parquet'), path);
    writeFileSync(path, readFileSync(path).subarray(0, 3000));
    await expect(parquetTable({ path, name: 'cut.parquet' })).rejects.toThrow(
      'cut.parquet cannot be read as Parquet (parquet file invalid (footer != PAR1)): it is damaged, cut short or of another format; make it again',
    );
  });
});
