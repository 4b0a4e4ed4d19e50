import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetMetadataAsync, type AsyncBuffer, type FileMetaData } from 'hyparquet';
import { expect, it } from 'vitest';
import {
  parquetColumns,
  readParquetColumn,
} from '../../../../../../src/datasets/import/table-formats/parquet/parquet-column.ts';
import { fixtures } from '../table-columns.ts';

async function opened(name: string): Promise<{ file: AsyncBuffer; metadata: FileMetaData }> {
  const bytes = Uint8Array.from(readFileSync(join(fixtures, name))).buffer;
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
