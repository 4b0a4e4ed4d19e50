import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetMetadataAsync, type AsyncBuffer, type ColumnMetaData } from 'hyparquet';
import { decompressPage } from 'hyparquet/src/datapage.js';
import { getMaxDefinitionLevel, getMaxRepetitionLevel } from 'hyparquet/src/schema.js';
import { compressors } from 'hyparquet-compressors';
import { expect, it } from 'vitest';
import type { PagedColumn } from '../../../../../../src/datasets/import/table-formats/parquet/check-page-content.ts';
import { parquetColumns } from '../../../../../../src/datasets/import/table-formats/parquet/parquet-column.ts';
import { checkPages } from '../../../../../../src/datasets/import/table-formats/parquet/check-pages.ts';
import { fixtures } from '../table-columns.ts';

type Column = ColumnMetaData & { paged: PagedColumn };

async function columnsOf(name: string): Promise<{ file: AsyncBuffer; columns: Column[] }> {
  const bytes = Uint8Array.from(readFileSync(join(fixtures, name))).buffer;
  const file = {
    byteLength: bytes.byteLength,
    slice: (start: number, end?: number) => bytes.slice(start, end),
  };
  const metadata = await parquetMetadataAsync(file);
  const leaves = parquetColumns(metadata).flatMap((column) => column.leaves);
  const columns = metadata.row_groups.flatMap((group) => group.columns.map((column) => column.meta_data!));
  return {
    file,
    columns: columns.map((column, index) => ({
      ...column,
      paged: {
        definitions: getMaxDefinitionLevel(leaves[index % leaves.length]!),
        repetitions: getMaxRepetitionLevel(leaves[index % leaves.length]!),
        type: column.type,
        unpack: (bytes, length) => decompressPage(bytes, length, column.codec, compressors),
      },
    })),
  };
}

it.each([
  ...[
    'types.parquet',
    'lists.parquet',
    'encodings.parquet',
    'odd.parquet',
    'none-v1.parquet',
    'zstd-v1.parquet',
  ],
  ...['snappy-v1.parquet', 'snappy-v2.parquet', 'brotli-v2.parquet', 'lz4-v1.parquet', 'gzip-v2.parquet'],
])('checkPages finds nothing wrong with %s', async (name) => {
  const { file, columns } = await columnsOf(name);
  for (const column of columns)
    await expect(checkPages(file, column, column.paged)).resolves.toBeGreaterThanOrEqual(4);
});

it('checkPages refuses pages that tell more values or bytes than their column has', async () => {
  const { file, columns } = await columnsOf('none-v2.parquet');
  const [column] = columns;
  await expect(checkPages(file, { ...column!, num_values: 3n }, column!.paged)).rejects.toThrow(
    new RangeError('a page tells 7 values, expected at most 3'),
  );
  await expect(
    checkPages(
      file,
      { ...column!, total_compressed_size: column!.total_compressed_size - 1n },
      column!.paged,
    ),
  ).rejects.toThrow(/^a page of \d+ bytes ends behind its column$/);
  await expect(checkPages(file, { ...column!, data_page_offset: 10_000n }, column!.paged)).rejects.toThrow(
    new RangeError('a column lies outside the file'),
  );
});
