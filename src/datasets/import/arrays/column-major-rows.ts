import { open } from 'node:fs/promises';
import { storedTypes } from '../../../tensors/safetensors/stored-numbers.ts';
import { DataError } from '../../data-error.ts';
import { shapeText, sizeOf } from '../array.ts';
import type { ArrayLayout } from './array-layout.ts';
import { ByteReader } from './byte-reader.ts';
import type { ByteSource } from './byte-source.ts';

/** Column-major arrays that cannot be read anywhere, because they are packed, are held in memory up to this size. */
const LARGEST_IN_MEMORY = 2 ** 30;

/** Rows of an array in Fortran order, row-major, some at a time; the bytes of an element stay as they are. */
export async function* columnMajorRows(
  source: ByteSource,
  { start, shape, type }: ArrayLayout,
  pieceRows: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const width = storedTypes[type];
  const rows = shape[0]!;
  const columns = sizeOf(shape.slice(1));
  await using bytes = await randomBytes(source, shape, start + rows * columns * width);
  const places = rowMajorPlaces(shape.slice(1));
  for (let first = 0; first < rows; first += pieceRows) {
    const count = Math.min(pieceRows, rows - first);
    const piece = new Uint8Array(count * columns * width);
    for (const [column, place] of places.entries()) {
      const run = await bytes.read(start + (column * rows + first) * width, count * width);
      for (let row = 0; row < count; row++) {
        const to = (row * columns + place) * width;
        for (let byte = 0; byte < width; byte++) piece[to + byte] = run[row * width + byte]!;
      }
    }
    yield piece;
  }
}

/** Where the elements of a shape lie in row-major order, in the order in which Fortran stores them. */
function rowMajorPlaces(shape: readonly number[]): Uint32Array {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  return Uint32Array.from({ length: sizeOf(shape) }, (_, position) => {
    let place = 0;
    for (const [axis, length] of shape.entries()) {
      place += (position % length) * strides[axis]!;
      position = Math.floor(position / length);
    }
    return place;
  });
}

interface RandomBytes extends AsyncDisposable {
  read: (position: number, count: number) => Promise<Uint8Array>;
}

async function randomBytes(source: ByteSource, shape: number[], needed: number): Promise<RandomBytes> {
  const cutShort = (): DataError =>
    new DataError(
      `${source.name} of ${shapeText(shape)} has fewer than ${needed} bytes: the file was cut short or damaged; save it again`,
    );
  if (source.path !== undefined) {
    const file = await open(source.path);
    return {
      async read(position, count) {
        const { buffer, bytesRead } = await file.read(new Uint8Array(count), 0, count, position);
        if (bytesRead < count) throw cutShort();
        return buffer;
      },
      [Symbol.asyncDispose]: () => file.close(),
    };
  }
  if (needed > LARGEST_IN_MEMORY)
    throw new DataError(
      `${source.name} of ${shapeText(shape)} is packed and in Fortran (column-major) order, of which at most ` +
        `${LARGEST_IN_MEMORY} bytes can be read: save numpy.ascontiguousarray of it`,
    );
  await using reader = new ByteReader(source.open());
  const whole = await reader.read(needed);
  const more = await reader.read(1);
  if (whole.length < needed || more.length > 0) throw cutShort();
  return {
    read: (position, count) => Promise.resolve(whole.subarray(position, position + count)),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
