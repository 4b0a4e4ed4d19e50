import { fileWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import type { ColumnValues, DataColumn, DataTable } from './data-table.ts';

/** Rows that a row group has at least: chunks are joined until they are as many. */
const rowsAGroup = 50_000;

/** Writes a table as Parquet (Snappy): absent numbers are null; each column's meaning stands in the metadata. */
export async function writeParquet(table: DataTable, file: string): Promise<void> {
  const { columns } = table;
  const writer = new ParquetWriter({
    writer: fileWriter(file),
    schema: [{ name: 'root', num_children: columns.length }, ...columns.map(schemaOf)],
    kvMetadata: columns.map(({ name, meaning }) => ({ key: `meaning:${name}`, value: meaning })),
  });
  let group = emptyGroup(columns);
  const flush = async () => {
    if (group[0]!.length === 0) return;
    await writer.write({
      rowGroupSize: group[0]!.length,
      columnData: columns.map(({ name }, index) => ({ name, data: group[index]! })),
    });
    group = emptyGroup(columns);
  };
  for (const chunk of table.chunks()) {
    for (const [index, values] of chunk.entries()) append(group[index]!, values);
    if (group[0]!.length >= rowsAGroup) await flush();
  }
  await flush();
  await writer.finish();
}

type GroupColumn = (string | number | null)[];

function emptyGroup(columns: readonly DataColumn[]): GroupColumn[] {
  return columns.map(() => []);
}

function append(column: GroupColumn, values: ColumnValues): void {
  for (const value of values)
    column.push(value === undefined || (typeof value === 'number' && !Number.isFinite(value)) ? null : value);
}

function schemaOf({ name, type }: DataColumn): SchemaElement {
  switch (type) {
    case 'text':
      return { name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' };
    case 'integer':
      return { name, type: 'INT32', repetition_type: 'OPTIONAL' };
    case 'number':
      return { name, type: 'DOUBLE', repetition_type: 'OPTIONAL' };
  }
}
