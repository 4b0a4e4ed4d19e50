import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { DataTable } from '../../../../src/report/export/data-table.ts';
import { writeParquet } from '../../../../src/report/export/parquet.ts';

const folder = mkdtempSync(join(tmpdir(), 'eos-parquet-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const table: DataTable = {
  name: 't',
  columns: [
    { name: 'run', meaning: 'which run', type: 'text' },
    { name: 'iteration', meaning: 'iteration', type: 'integer' },
    { name: 'value', meaning: 'χ², exactly', type: 'number' },
  ],
  *chunks() {
    yield [['a', 'χ'], [1, 2], Float64Array.of(0.1, Number.NaN)];
    yield [['c'], [undefined], [1e-300]];
  },
};

describe('Parquet', () => {
  it('keeps types, exact numbers, absent values and the meaning of each column', async () => {
    const file = join(folder, 't.parquet');
    await writeParquet(table, file);
    const buffer = await asyncBufferFromFile(file);
    expect(await parquetReadObjects({ file: buffer })).toEqual([
      { run: 'a', iteration: 1, value: 0.1 },
      { run: 'χ', iteration: 2, value: null },
      { run: 'c', iteration: null, value: 1e-300 },
    ]);
    const { schema, key_value_metadata } = await parquetMetadataAsync(buffer);
    expect(schema.slice(1).map(({ name, type }) => `${name}: ${type!}`)).toEqual([
      'run: BYTE_ARRAY',
      'iteration: INT32',
      'value: DOUBLE',
    ]);
    expect(key_value_metadata).toContainEqual({ key: 'meaning:value', value: 'χ², exactly' });
  });

  it('is the same byte for byte when written again', async () => {
    const files = ['one.parquet', 'two.parquet'].map((name) => join(folder, name));
    for (const file of files) await writeParquet(table, file);
    expect(readFileSync(files[0]!).equals(readFileSync(files[1]!))).toBe(true);
  });

  it('holds many chunks in several row groups, and none in an empty table', async () => {
    const many = join(folder, 'many.parquet');
    const rows = Array.from({ length: 30_000 }, (_, row) => row);
    await writeParquet(
      {
        name: 'many',
        columns: [{ name: 'iteration', meaning: '', type: 'integer' }],
        *chunks() {
          for (let chunk = 0; chunk < 4; chunk++) yield [rows];
        },
      },
      many,
    );
    const { row_groups, num_rows } = await parquetMetadataAsync(await asyncBufferFromFile(many));
    expect([row_groups.length, num_rows]).toEqual([2, 120_000n]);
    const empty = join(folder, 'empty.parquet');
    await writeParquet({ ...table, *chunks() {} }, empty);
    expect((await parquetMetadataAsync(await asyncBufferFromFile(empty))).num_rows).toBe(0n);
  });
});
