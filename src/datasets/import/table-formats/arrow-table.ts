import { open, type FileHandle } from 'node:fs/promises';
import { zstdDecompressSync } from 'node:zlib';
import {
  CompressionType,
  DataType,
  RecordBatchReader,
  compressionRegistry,
  type RecordBatch,
  type Schema,
} from 'apache-arrow';
import { decompress } from 'lz4js';
import { DataError } from '../../data-error.ts';
import type { GivenPath } from '../../find-file.ts';
import { decimalText } from './decimal-text.ts';
import { codedClassesOfMetadata } from './hugging-face-features.ts';
import type { Cell, Table, TableRow } from '../table/table.ts';

compressionRegistry.set(CompressionType.ZSTD, { decode: (bytes) => zstdDecompressSync(bytes) });
compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: (bytes) => decompress(bytes) });

/** Opens an Arrow file (also Feather 2) or stream; a batch of rows is in memory at a time. */
export async function arrowTable(given: GivenPath): Promise<Table> {
  const { name } = given;
  const { schema, size } = await schemaOf(given);
  const classes = codedClassesOfMetadata(schema.metadata.get('huggingface'));
  let read = 0;
  let done = 0;
  async function* rows(wanted: readonly number[]): AsyncGenerator<TableRow> {
    done = 0;
    read = 0;
    for await (const batch of batchesOf(given)) {
      const vectors = wanted.map((position) => batch.getChildAt(position) as Values);
      read += batch.data.byteLength;
      for (let row = 0; row < batch.numRows; row++, done++)
        yield { cells: vectors.map((vector) => cellOf(vector, row)), number: done };
    }
    read = size;
  }
  return {
    name,
    columns: schema.fields.map((field) => field.name),
    codedClassesOf: (column) => classes.get(schema.fields[column]!.name),
    fraction: () => Math.min(read / size, 1),
    placeOf: (row) => `${name}, row ${row}`,
    rows,
  };
}

async function schemaOf(given: GivenPath): Promise<{ schema: Schema; size: number }> {
  return readWith(given, async (reader, size) => {
    // A reader of something else opens without a schema.
    if ((reader.schema as Schema | undefined) === undefined) throw new Error('there is no schema');
    return Promise.resolve({ schema: reader.schema, size });
  });
}

async function* batchesOf(given: GivenPath): AsyncGenerator<RecordBatch> {
  await using file = await open(given.path);
  const reader = await RecordBatchReader.from(file);
  try {
    await reader.open();
    yield* reader as AsyncIterable<RecordBatch>;
  } catch (cause) {
    throw fault(given, cause);
  }
}

async function readWith<Result>(
  given: GivenPath,
  use: (reader: RecordBatchReader, size: number) => Promise<Result>,
): Promise<Result> {
  try {
    await using file = await open(given.path);
    const { size } = await file.stat();
    await checkEnd(file, size);
    const reader = await RecordBatchReader.from(file);
    await reader.open();
    return await use(reader, size);
  } catch (cause) {
    throw fault(given, cause);
  }
}

/** A stream that was cut between two batches can be told by its end only: a mark of eight bytes, or ARROW1 of a file. */
async function checkEnd(file: FileHandle, size: number): Promise<void> {
  const bytes = async (start: number): Promise<string> =>
    (await file.read(Buffer.alloc(8), 0, 8, Math.max(start, 0))).buffer.toString('latin1');
  const [start, end] = [await bytes(0), await bytes(size - 8)];
  // Streams of before 2019 begin with another word, and end with four zeros.
  const isOld = !start.startsWith('ARROW1') && !start.startsWith('\xff\xff\xff\xff');
  const ends = start.startsWith('ARROW1') ? end.endsWith('ARROW1') : end === '\xff\xff\xff\xff\0\0\0\0';
  if (!isOld && !ends) throw new Error('its end is not there');
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
  const { type } = vector;
  if (DataType.isDecimal(type)) return decimalText(wholeOf(value as Uint32Array), type.scale);
  if (DataType.isDate(type) || DataType.isTimestamp(type)) return new Date(Number(value));
  if (DataType.isTime(type) || DataType.isDuration(type) || DataType.isInterval(type)) return { time: value };
  if (DataType.isList(type) || DataType.isLargeList(type) || DataType.isFixedSizeList(type)) {
    const list = value as Values;
    return Array.from({ length: list.length }, (_, index) => cellOf(list, index));
  }
  return value;
}

/** The whole number of little-endian words, in two's complement. */
function wholeOf(words: Uint32Array): bigint {
  let value = 0n;
  for (let index = words.length - 1; index >= 0; index--) value = (value << 32n) | BigInt(words[index]!);
  return BigInt.asIntN(32 * words.length, value);
}
