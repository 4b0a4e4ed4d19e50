import { asyncBufferFromFile, parquetMetadataAsync, type AsyncBuffer, type FileMetaData } from 'hyparquet';
import { DataError } from '../../../data-error.ts';
import type { GivenPath } from '../../../find-file.ts';
import type { Cell, Table, TableRow } from '../../table/table.ts';
import { codedClassesOfMetadata } from '../hugging-face-features.ts';
import { parquetColumns, readParquetColumn, type ParquetColumn } from './parquet-column.ts';

/** Opens a Parquet file; a group of rows is in memory at a time. */
export async function parquetTable({ path, name }: GivenPath): Promise<Table> {
  const fault = (cause: unknown, where = ''): DataError =>
    cause instanceof DataError
      ? cause
      : new DataError(
          `${name}${where} cannot be read as Parquet (${(cause as Error).message}): it is damaged, cut short or of another format; make it again`,
          { cause },
        );
  let file: AsyncBuffer;
  let metadata: FileMetaData;
  let columns: ParquetColumn[];
  try {
    file = await asyncBufferFromFile(path);
    metadata = await parquetMetadataAsync(file, { geoparquet: false });
    columns = parquetColumns(metadata);
  } catch (cause) {
    throw fault(cause);
  }
  const described = metadata.key_value_metadata?.find(({ key }) => key === 'huggingface');
  const classes = codedClassesOfMetadata(described?.value);
  const total = Number(metadata.num_rows);
  let done = 0;
  async function* rows(wanted: readonly number[]): AsyncGenerator<TableRow> {
    done = 0;
    for (const group of metadata.row_groups) {
      const count = Number(group.num_rows);
      // It has no pages, where a writer was given nothing.
      if (count === 0) continue;
      const cells: Cell[][] = [];
      try {
        for (const position of wanted) cells.push(await readParquetColumn(file, group, columns[position]!));
      } catch (cause) {
        throw fault(cause, `, rows ${done} to ${done + count - 1}`);
      }
      for (let row = 0; row < count; row++, done++)
        yield { cells: cells.map((column) => column[row]), number: done };
    }
    if (done !== total) throw fault(new Error(`${done} of the ${total} rows are there`));
  }
  return {
    name,
    columns: columns.map((column) => column.name),
    codedClassesOf: (column) => classes.get(columns[column]!.name),
    fraction: () => done / total,
    placeOf: (row) => `${name}, row ${row}`,
    rows,
  };
}
