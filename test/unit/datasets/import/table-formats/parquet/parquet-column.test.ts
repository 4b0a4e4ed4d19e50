import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetMetadataAsync, type AsyncBuffer, type FileMetaData } from 'hyparquet';
import { parquetWriteBuffer, type SchemaElement } from 'hyparquet-writer';
import { expect, it } from 'vitest';
import {
  parquetColumns,
  readParquetColumn,
} from '../../../../../../src/datasets/import/table-formats/parquet/parquet-column.ts';
import { fixtures } from '../table-columns.ts';

async function opened(name: string): Promise<{ file: AsyncBuffer; metadata: FileMetaData }> {
  return inMemory(Uint8Array.from(readFileSync(join(fixtures, name))).buffer);
}

async function inMemory(bytes: ArrayBuffer): Promise<{ file: AsyncBuffer; metadata: FileMetaData }> {
  const file = {
    byteLength: bytes.byteLength,
    slice: (start: number, end?: number) => bytes.slice(start, end),
  };
  return { file, metadata: await parquetMetadataAsync(file) };
}

it('parquetColumns gives the columns of the first level and where their parts lie', async () => {
  const { metadata } = await opened('lists.parquet');
  expect(
    parquetColumns(metadata).map(({ name, leaves, firstLeaf }) => [
      name,
      firstLeaf,
      leaves.map((path) => path.map(({ element }) => element.name).join('/')),
    ]),
  ).toEqual([
    ['list', 0, ['schema/list/list/element/list/element']],
    ['fixed', 1, ['schema/fixed/list/element/list/element']],
    ['label', 2, ['schema/label']],
  ]);
});

it('readParquetColumn reads one column by its place', async () => {
  const { file, metadata } = await opened('lists.parquet');
  const columns = parquetColumns(metadata);
  const [group] = metadata.row_groups;
  expect((await readParquetColumn(file, group!, columns[0]!))[0]).toEqual([
    [0n, 1n, 2n],
    [3n, 4n, 5n],
  ]);
  await expect(readParquetColumn(file, group!, { ...columns[0]!, firstLeaf: 2 })).rejects.toThrow(
    new Error('column list.list.element.list.element is not at its place'),
  );
  await expect(readParquetColumn(file, { ...group!, num_rows: 3n }, columns[0]!)).rejects.toThrow(
    /^column list has \d+ values, expected 3$/,
  );
});

const micros = { type: 'TIME', isAdjustedToUTC: false, unit: 'MICROS' } as const;

it.each<[string, Partial<SchemaElement>, unknown[], unknown[]]>([
  ['decimals', { type: 'INT32', logical_type: { type: 'DECIMAL', precision: 9, scale: 2 } }, [125], ['1.25']],
  ['dates', { type: 'INT32', logical_type: { type: 'DATE' } }, [1], [new Date(86_400_000)]],
  ['times of a day', { type: 'INT32', converted_type: 'TIME_MILLIS' }, [1000], [new Date(1000)]],
  ['times of a day', { type: 'INT64', converted_type: 'TIME_MICROS' }, [1_000_000n], [new Date(1000)]],
  ['times of a day', { type: 'INT64', logical_type: micros }, [1_000_000n], [new Date(1000)]],
])('readParquetColumn takes %s for what %o says, not for whole numbers', async (_, element, stored, read) => {
  const bytes = parquetWriteBuffer({
    columnData: [{ name: 'a', data: stored }],
    schema: [
      { name: 'root', num_children: 1 },
      { name: 'a', repetition_type: 'REQUIRED', ...element },
    ],
  });
  const { file, metadata } = await inMemory(bytes);
  expect(await readParquetColumn(file, metadata.row_groups[0]!, parquetColumns(metadata)[0]!)).toEqual(read);
});
