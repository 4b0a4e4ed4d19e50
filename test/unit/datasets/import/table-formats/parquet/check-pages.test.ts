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

/** A file of one page, whose head is written in Thrift's compact protocol, and nothing in it. */
function onePage(head: number[]): { file: AsyncBuffer; column: ColumnMetaData; paged: PagedColumn } {
  const bytes = Uint8Array.from([0, 0, 0, 0, ...head, 0, 0, 0, 0]).buffer;
  const file = { byteLength: bytes.byteLength, slice: (from: number, to?: number) => bytes.slice(from, to) };
  const sizes = { num_values: 5n, data_page_offset: 4n, total_compressed_size: BigInt(head.length + 4) };
  const paged = { type: 'DOUBLE', definitions: 1, repetitions: 0, unpack: (packed: Uint8Array) => packed };
  return { file, column: { ...sizes } as ColumnMetaData, paged };
}

it.each([
  // Kind of the page (zigzag: 0, 3 as 6, 2 as 4), no bytes packed or unpacked, then the head of its kind with no field in it.
  ['page', [0x15, 0, 0x15, 0, 0x15, 0, 0x2c, 0, 0]],
  ['page of version 2', [0x15, 6, 0x15, 0, 0x15, 0, 0x5c, 0, 0]],
  ['dictionary', [0x15, 4, 0x15, 0, 0x15, 0, 0x4c, 0, 0]],
  ['page with the head of another kind', [0x15, 6, 0x15, 0, 0x15, 0, 0x2c, 0x15, 10, 0, 0]],
])('checkPages refuses a %s that does not tell its values', async (_, head) => {
  const { file, column, paged } = onePage(head);
  await expect(checkPages(file, column, paged)).rejects.toThrow(/^a page tells undefined values/);
});

it('checkPages refuses a column that does not tell its values or its bytes', async () => {
  const { file, columns } = await columnsOf('none-v2.parquet');
  const [column] = columns;
  for (const missing of ['num_values', 'total_compressed_size', 'data_page_offset'] as const) {
    const damaged = { ...column!, [missing]: undefined } as unknown as ColumnMetaData;
    await expect(checkPages(file, damaged, column!.paged)).rejects.toThrow(/^a column (tells|lies)/);
  }
});
