import {
  storedNumbers,
  storedTypes,
  type StoredNumbers,
  type StoredType,
} from '../../../tensors/safetensors/stored-numbers.ts';
import { DataError } from '../../data-error.ts';
import { shapeText, sizeOf } from '../array.ts';
import type { ArrayLayout } from './array-layout.ts';
import { ByteReader } from './byte-reader.ts';
import type { ByteSource } from './byte-source.ts';
import { columnMajorRows } from './column-major-rows.ts';

/** An array of a file, read in pieces of whole rows as often as they are asked for. */
export interface StoredArray {
  /** What messages call it, for example `mnist.npz: x_train`. */
  name: string;
  shape: number[];
  type: StoredType;
  pieces: () => AsyncIterable<StoredNumbers> | Iterable<StoredNumbers>;
}

/** Bytes of a piece. */
const LARGEST_PIECE = 2 ** 24;

/** The array that bytes hold and nothing else; that they are as many as it needs is checked before they are read where possible. */
export function storedArray(source: ByteSource, layout: ArrayLayout): StoredArray {
  const { name, sizeBytes } = source;
  const { shape, type } = layout;
  const needed = layout.start + sizeOf(shape) * storedTypes[type];
  if (!Number.isSafeInteger(needed) || (sizeBytes !== undefined && sizeBytes !== needed))
    throw wrongSize(name, shape, needed, sizeBytes);
  return { name, shape, type, pieces: () => readPieces(source, layout, needed) };
}

async function* readPieces(
  source: ByteSource,
  layout: ArrayLayout,
  needed: number,
): AsyncGenerator<StoredNumbers> {
  const { name } = source;
  const { shape, type, bigEndian } = layout;
  const columns = sizeOf(shape.slice(1));
  const pieceRows = Math.max(1, Math.floor(LARGEST_PIECE / Math.max(1, columns * storedTypes[type])));
  const columnMajor = layout.columnMajor && shape.filter((length) => length > 1).length > 1;
  const rows = columnMajor
    ? columnMajorRows(source, layout, pieceRows)
    : rowMajorRows(source, layout, pieceRows, needed);
  let row = 0;
  for await (const bytes of rows) {
    if (bigEndian) swapBytes(bytes, storedTypes[type]);
    try {
      yield storedNumbers(bytes, type);
    } catch (cause) {
      throw new DataError(`${name}, from row ${row} on, ${(cause as Error).message}: save it again`, {
        cause,
      });
    }
    row += pieceRows;
  }
}

async function* rowMajorRows(
  source: ByteSource,
  { start, shape, type }: ArrayLayout,
  pieceRows: number,
  needed: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  await using reader = new ByteReader(source.open());
  await reader.read(start);
  const rowBytes = sizeOf(shape.slice(1)) * storedTypes[type];
  let position = start;
  while (position < needed) {
    const wanted = Math.min(pieceRows * rowBytes, needed - position);
    const bytes = await reader.read(wanted);
    position += bytes.length;
    if (bytes.length < wanted) throw wrongSize(source.name, shape, needed, position);
    yield bytes;
  }
  // Reading on to the end lets what unpacks the bytes compare its checksum.
  const more = await reader.read(1);
  if (more.length > 0) throw wrongSize(source.name, shape, needed);
}

function wrongSize(name: string, shape: number[], needed: number, found?: number): DataError {
  return new DataError(
    `${name} of ${shapeText(shape)} has ${found ?? 'more'} bytes, expected ${needed}: ` +
      'the file was cut short or damaged, or holds something else as well; save it again',
  );
}

function swapBytes(bytes: Uint8Array, width: number): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (width === 2) buffer.swap16();
  else if (width === 4) buffer.swap32();
  else if (width === 8) buffer.swap64();
}
