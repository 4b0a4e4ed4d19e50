import { zstdDecompressSync } from 'node:zlib';
import {
  CompressionType,
  DataType,
  RecordBatchReader,
  compressionRegistry,
  type RecordBatch,
  type Schema,
} from 'apache-arrow';
import { DataError } from '../../data-error.ts';
import type { GivenPath } from '../../find-file.ts';
import { arrowPieces } from './arrow-pieces.ts';
import { boundVectors } from './bounded-vectors.ts';
import { decimalText } from './decimal-text.ts';
import { codedClassesOfMetadata } from './hugging-face-features.ts';
import { unpackLz4 } from './lz4-frame.ts';
import type { Cell, Table, TableRow } from '../table/table.ts';

compressionRegistry.set(CompressionType.ZSTD, { decode: (bytes) => zstdDecompressSync(bytes) });
compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: unpackLz4 });
boundVectors();

/** Opens an Arrow file (also Feather 2) or stream; a batch of rows is in memory at a time. */
export function arrowTable(given: GivenPath): Promise<Table> {
  const { name } = given;
  let fraction = 0;
  const listener = (read: number): void => {
    fraction = read;
  };
  const schema = named(given, () => schemaOf(given));
  const classes = codedClassesOfMetadata(schema.metadata.get('huggingface'));
  async function* rows(wanted: readonly number[]): AsyncGenerator<TableRow> {
    await Promise.resolve();
    let done = 0;
    const pieces = arrowPieces(given.path, listener);
    try {
      const batches = named(given, () => RecordBatchReader.from(pieces));
      for (;;) {
        const next = named(given, (): IteratorResult<RecordBatch> => batches.next());
        if (next.done === true) return;
        const batch = next.value;
        const vectors = wanted.map((position) => batch.getChildAt(position) as Values);
        for (let row = 0; row < batch.numRows; row++, done++)
          yield { cells: named(given, () => vectors.map((vector) => cellOf(vector, row))), number: done };
      }
    } finally {
      // Closes the file where not all of it was read.
      pieces.return(undefined);
    }
  }
  return Promise.resolve({
    name,
    columns: schema.fields.map((field) => field.name),
    codedClassesOf: (column) => classes.get(schema.fields[column]!.name),
    fraction: () => fraction,
    placeOf: (row) => `${name}, row ${row}`,
    rows,
  });
}

function schemaOf({ path }: GivenPath): Schema {
  const pieces = arrowPieces(path, () => undefined);
  try {
    const schema = RecordBatchReader.from(pieces).open().schema as Schema | undefined;
    // A reader of something else opens without a schema.
    if (schema === undefined) throw new Error('there is no schema');
    return schema;
  } finally {
    pieces.return(undefined);
  }
}

/** Whatever goes wrong is told with the name of the file. */
function named<Result>(given: GivenPath, read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    throw fault(given, cause);
  }
}

function fault({ name }: GivenPath, cause: unknown): DataError {
  if (cause instanceof DataError) return cause;
  return new DataError(
    `${name} cannot be read as Arrow (${(cause as Error).message}): it is damaged, cut short or of another format; make it again`,
    { cause },
  );
}

/** What is needed of a column or of a list in it. */
interface Values {
  length: number;
  type: DataType;
  get: (row: number) => unknown;
}

/** A value as it is stored: times as times, so that they are not taken for numbers; decimals as exact texts. */
function cellOf(vector: Values, row: number): Cell {
  const value = vector.get(row);
  if (value === null || value === undefined) return undefined;
  const type = valueTypeOf(vector.type);
  if (DataType.isDecimal(type)) return decimalText(wholeOf(value as Uint32Array), type.scale);
  if (DataType.isDate(type) || DataType.isTimestamp(type)) return new Date(Number(value));
  if (DataType.isTime(type) || DataType.isDuration(type) || DataType.isInterval(type)) return { time: value };
  if (DataType.isList(type) || DataType.isLargeList(type) || DataType.isFixedSizeList(type)) {
    const list = value as Values;
    return Array.from({ length: list.length }, (_, index) => cellOf(list, index));
  }
  return value;
}

/** What the values of a column are, which a dictionary holds apart from it. */
function valueTypeOf(type: DataType): DataType {
  return DataType.isDictionary(type) ? (type.dictionary as DataType) : type;
}

/** The whole number of little-endian words, in two's complement. */
function wholeOf(words: Uint32Array): bigint {
  let value = 0n;
  for (let index = words.length - 1; index >= 0; index--) value = (value << 32n) | BigInt(words[index]!);
  return BigInt.asIntN(32 * words.length, value);
}
