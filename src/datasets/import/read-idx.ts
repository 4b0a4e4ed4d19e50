import { gunzipSync } from 'node:zlib';
import { DataError } from '../data-error.ts';
import { shapeText, sizeOf, type ImportedArray } from './array.ts';

interface ElementType {
  bytes: number;
  read: (view: DataView, offset: number) => number;
}

/** Element types by their code in the third byte; numbers are big-endian. */
const TYPES: Record<number, ElementType> = {
  0x08: { bytes: 1, read: (view, offset) => view.getUint8(offset) },
  0x09: { bytes: 1, read: (view, offset) => view.getInt8(offset) },
  0x0b: { bytes: 2, read: (view, offset) => view.getInt16(offset) },
  0x0c: { bytes: 4, read: (view, offset) => view.getInt32(offset) },
  0x0d: { bytes: 4, read: (view, offset) => view.getFloat32(offset) },
  0x0e: { bytes: 8, read: (view, offset) => view.getFloat64(offset) },
};

/** Reads the bytes of an IDX file (the format of MNIST), packed with gzip or not. */
export function readIdx(bytes: Uint8Array, name: string): ImportedArray {
  const unpacked = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzip(bytes, name) : bytes;
  const view = new DataView(unpacked.buffer, unpacked.byteOffset, unpacked.byteLength);
  const type = view.byteLength >= 4 && view.getUint16(0) === 0 ? TYPES[view.getUint8(2)] : undefined;
  const axes = view.byteLength >= 4 ? view.getUint8(3) : 0;
  const start = 4 + 4 * axes;
  if (type === undefined || view.byteLength < start) {
    const head = Buffer.from(unpacked.subarray(0, 4)).toString('hex');
    throw new DataError(
      `${name} is not an IDX file: it begins with the bytes ${head || '(none)'}, expected 0000, an element type (08, 09, 0b to 0e) and the number of axes`,
    );
  }
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  const expected = start + sizeOf(shape) * type.bytes;
  if (view.byteLength !== expected) {
    throw new DataError(
      `${name} of ${shapeText(shape)} has ${view.byteLength} bytes, expected ${expected}: the file was cut short or damaged; fetch it again`,
    );
  }
  if (type === TYPES[0x08]) return { name, shape, values: Uint8Array.from(unpacked.subarray(start)) };
  const read = (_: unknown, index: number): number => type.read(view, start + index * type.bytes);
  return { name, shape, values: Float64Array.from({ length: sizeOf(shape) }, read) };
}

function gunzip(bytes: Uint8Array, name: string): Uint8Array {
  try {
    return gunzipSync(bytes);
  } catch (cause) {
    throw new DataError(
      `${name} cannot be unpacked (${(cause as Error).message}): the file was cut short or damaged; fetch it again`,
      { cause },
    );
  }
}
