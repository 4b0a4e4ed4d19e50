import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import {
  asyncBufferFromFile,
  parquetMetadataAsync,
  parquetRead,
  type AsyncBuffer,
  type Compressors,
  type FileMetaData,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { DataError } from '../../data-error.ts';
import type { GivenPath } from '../../find-file.ts';
import { checkPages } from './check-pages.ts';
import { decimalText } from './decimal-text.ts';
import { codedClassesOfMetadata } from './hugging-face-features.ts';
import type { Cell, Table, TableRow } from '../table/table.ts';

/** Node's own unpackers where it has them: they check what they unpack, and stop at the length that the page tells. */
const unpackers: Compressors = {
  ...compressors,
  GZIP: (bytes, length) => gunzipSync(bytes, { maxOutputLength: Math.max(length, 1) }),
  BROTLI: (bytes, length) => brotliDecompressSync(bytes, { maxOutputLength: Math.max(length, 1) }),
  ZSTD: (bytes, length) => zstdDecompressSync(bytes, { maxOutputLength: Math.max(length, 1) }),
};

const strict = new TextDecoder('utf-8', { fatal: true });
const parsers = { stringFromBytes: (bytes: Uint8Array | undefined) => bytes && strict.decode(bytes) };

type SchemaElement = FileMetaData['schema'][number];

/** A column of the file. */
interface Column {
  name: string;
  /** Digits behind the point of a decimal number, which is stored as a whole one. */
  scale?: number | undefined;
}

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
  try {
    file = await asyncBufferFromFile(path);
    metadata = await parquetMetadataAsync(file, { geoparquet: false });
  } catch (cause) {
    throw fault(cause);
  }
  const columns = columnsOf(metadata.schema);
  const described = metadata.key_value_metadata?.find(({ key }) => key === 'huggingface');
  const classes = codedClassesOfMetadata(described?.value);
  const total = Number(metadata.num_rows);
  let done = 0;
  async function* rows(wanted: readonly number[]): AsyncGenerator<TableRow> {
    done = 0;
    for (const group of metadata.row_groups) {
      const count = Number(group.num_rows);
      let cells: Cell[][];
      try {
        const names = new Set(wanted.map((position) => columns[position]!.name));
        for (const { meta_data: column } of group.columns)
          if (column !== undefined && names.has(column.path_in_schema[0]!)) await checkPages(file, column);
        cells = await readGroup(file, metadata, columns, wanted, done, count);
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

/** The columns wanted of a group of rows, column by column. */
async function readGroup(
  file: AsyncBuffer,
  metadata: FileMetaData,
  columns: readonly Column[],
  wanted: readonly number[],
  start: number,
  count: number,
): Promise<Cell[][]> {
  const places = new Map(wanted.map((position, index) => [columns[position]!.name, index]));
  const cells: Cell[][] = wanted.map(() => []);
  await parquetRead({
    file,
    metadata,
    compressors: unpackers,
    parsers,
    rowStart: start,
    rowEnd: start + count,
    // All columns of a wide table are found faster than each by its name.
    ...(wanted.length < columns.length / 2 && { columns: [...places.keys()] }),
    onChunk: ({ columnName, columnData, rowStart }) => {
      const index = places.get(columnName);
      if (index === undefined) return;
      const { scale } = columns[wanted[index]!]!;
      for (let row = 0; row < columnData.length; row++) {
        const value = columnData[row] as Cell;
        cells[index]![rowStart - start + row] = scale === undefined ? value : decimal(value, scale);
      }
    },
  });
  const short = cells.findIndex((column) => column.length !== count);
  if (short >= 0)
    throw new Error(
      `column ${columns[wanted[short]!]!.name} has ${cells[short]!.length} values, expected ${count}`,
    );
  return cells;
}

/**
 * The columns at the first level. Decimal numbers are made plain whole numbers in the schema, for the reader would take
 * them times a power of ten, which is not exact.
 */
function columnsOf(schema: SchemaElement[]): Column[] {
  const columns: Column[] = [];
  let index = 1;
  const skip = (): void => {
    const children = schema[index++]?.num_children ?? 0;
    for (let child = 0; child < children; child++) skip();
  };
  while (index < schema.length) {
    const element = schema[index]!;
    const { converted_type: converted, type, scale = 0 } = element;
    const exact = converted === 'DECIMAL' && type !== 'BYTE_ARRAY';
    columns.push({ name: element.name, ...(exact && { scale }) });
    if (exact) {
      delete element.converted_type;
      delete element.logical_type;
    }
    skip();
  }
  return columns;
}

function decimal(value: Cell, scale: number): Cell {
  if (value === null || value === undefined) return value;
  if (!(value instanceof Uint8Array)) return decimalText(BigInt(value as number | bigint), scale);
  const hex = Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex');
  return decimalText(BigInt.asIntN(8 * value.length, BigInt(`0x${hex || '0'}`)), scale);
}
