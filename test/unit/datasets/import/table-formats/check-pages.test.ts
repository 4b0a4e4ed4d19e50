import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetMetadataAsync, type AsyncBuffer, type ColumnMetaData } from 'hyparquet';
import { expect, it } from 'vitest';
import { checkPages } from '../../../../../src/datasets/import/table-formats/check-pages.ts';
import { fixtures } from './table-columns.ts';

async function columnsOf(name: string): Promise<{ file: AsyncBuffer; columns: ColumnMetaData[] }> {
  const bytes = Uint8Array.from(readFileSync(join(fixtures, name))).buffer;
  const file = {
    byteLength: bytes.byteLength,
    slice: (start: number, end?: number) => bytes.slice(start, end),
  };
  const { row_groups: groups } = await parquetMetadataAsync(file);
  return { file, columns: groups.flatMap((group) => group.columns.map((column) => column.meta_data!)) };
}

it.each(['types.parquet', 'lists.parquet', 'encodings.parquet', 'zstd-v1.parquet', 'snappy-v2.parquet'])(
  'checkPages finds nothing wrong with %s',
  async (name) => {
    const { file, columns } = await columnsOf(name);
    for (const column of columns) await expect(checkPages(file, column)).resolves.toBeUndefined();
  },
);

it('checkPages refuses pages that tell more values or bytes than their column has', async () => {
  const { file, columns } = await columnsOf('none-v2.parquet');
  const [column] = columns;
  await expect(checkPages(file, { ...column!, num_values: 3n })).rejects.toThrow(
    new RangeError('a page tells 7 values, expected at most 3'),
  );
  await expect(
    checkPages(file, { ...column!, total_compressed_size: column!.total_compressed_size - 1n }),
  ).rejects.toThrow(/^a page of \d+ bytes ends behind its column$/);
  await expect(checkPages(file, { ...column!, data_page_offset: 10_000n })).rejects.toThrow(
    new RangeError('a column lies outside the file'),
  );
});
