import { readFile, stat } from 'node:fs/promises';
import { inflateSync } from 'node:zlib';
import type { StoredType } from '../../../tensors/safetensors/stored-numbers.ts';
import { DataError } from '../../data-error.ts';
import { shapeText } from '../array.ts';
import { memorySource } from './byte-source.ts';
import { matElement } from './mat-element.ts';
import { storedArray, type StoredArray } from './stored-array.ts';

const COMPRESSED = 15;
const MATRIX = 14;
const HEADER_BYTES = 128;
/** The format itself ends at 2 GiB a variable. */
const LARGEST_FILE = 2 ** 31;

/** How numbers are stored, by the type of their element. */
const STORED: Record<number, StoredType> = {
  ...{ 1: 'I8', 2: 'U8', 3: 'I16', 4: 'U16', 5: 'I32', 6: 'U32', 7: 'F32', 9: 'F64', 12: 'I64', 13: 'U64' },
};

/** What numbers are, by the class of their array. Doubles that are whole are stored in fewer bytes. */
const CLASSES: Record<number, StoredType> = {
  ...{
    6: 'F64',
    7: 'F32',
    8: 'I8',
    9: 'U8',
    10: 'I16',
    11: 'U16',
    12: 'I32',
    13: 'U32',
    14: 'I64',
    15: 'U64',
  },
};
const OTHER_CLASSES: Record<number, string> = {
  ...{ 1: 'a cell array', 2: 'a struct', 3: 'an object', 4: 'text', 5: 'a sparse array', 16: 'a function' },
};

interface MatArray {
  name: string;
  shape: number[];
  kind: number;
  complex: boolean;
  /** Truth values, which are stored as bytes. */
  logical: boolean;
  storage: number;
  data: Buffer;
}

/** Opens arrays of a MAT-file of version 5 (MATLAB's -v6 and -v7, scipy.io.savemat) by name, in the order asked for. */
export async function readMat(path: string, file: string, names: string[]): Promise<StoredArray[]> {
  const { arrays, bigEndian } = await openMat(path, file);
  return names.map((name) => numbersOf(arrays, name, file, bigEndian));
}

/** What a MAT-file holds: names, shapes, and types in words. */
export async function listMat(
  path: string,
  file: string,
): Promise<{ name: string; shape: number[]; type: string }[]> {
  const { arrays } = await openMat(path, file);
  return arrays.map((array) => ({
    name: array.name,
    shape: array.shape,
    type: array.complex
      ? 'complex numbers'
      : (typeOf(array) ?? OTHER_CLASSES[array.kind] ?? 'of an unknown type'),
  }));
}

async function openMat(path: string, file: string): Promise<{ arrays: MatArray[]; bigEndian: boolean }> {
  const { size } = await stat(path);
  if (size > LARGEST_FILE)
    throw new DataError(
      `${file} has ${size} bytes, expected at most ${LARGEST_FILE}: save its arrays with numpy.save`,
    );
  const bytes = await readFile(path);
  const bigEndian = byteOrder(bytes, file);
  try {
    return { arrays: arraysOf(bytes, bigEndian), bigEndian };
  } catch (cause) {
    throw new DataError(
      `${file} cannot be read as a MAT-file (${(cause as Error).message}): it was cut short or damaged; save it again`,
      { cause },
    );
  }
}

function byteOrder(bytes: Buffer, file: string): boolean {
  const order = bytes.length < HEADER_BYTES ? '' : bytes.toString('latin1', 126, 128);
  const version = order === 'MI' ? bytes[124] : bytes[125];
  if (['MI', 'IM'].includes(order) && version === 1) return order === 'MI';
  const found =
    version === 2 || bytes.toString('latin1', 0, 10) === 'MATLAB 7.3'
      ? 'of version 7.3 (HDF5)'
      : 'of another format';
  throw new DataError(
    `${file} is ${found}, expected a MAT-file of version 5: save it in MATLAB with -v7, or in Python with scipy.io.savemat`,
  );
}

function arraysOf(bytes: Buffer, bigEndian: boolean): MatArray[] {
  const arrays: MatArray[] = [];
  for (let at = HEADER_BYTES; at < bytes.length;) {
    let element = matElement(bytes, at, bigEndian);
    at = element.next;
    if (element.type === COMPRESSED) element = matElement(inflateSync(element.data), 0, bigEndian);
    if (element.type === MATRIX) arrays.push(arrayOf(element.data, bigEndian));
  }
  return arrays;
}

function arrayOf(bytes: Buffer, bigEndian: boolean): MatArray {
  const flags = matElement(bytes, 0, bigEndian);
  const [kind, marks] = bigEndian ? [flags.data[3]!, flags.data[2]!] : [flags.data[0]!, flags.data[1]!];
  const lengths = matElement(bytes, flags.next, bigEndian);
  const name = matElement(bytes, lengths.next, bigEndian);
  const shape = Array.from({ length: lengths.data.length / 4 }, (_, axis) =>
    bigEndian ? lengths.data.readInt32BE(4 * axis) : lengths.data.readInt32LE(4 * axis),
  );
  if (shape.some((length) => length < 0)) throw new RangeError(`an array has the shape ${shapeText(shape)}`);
  const numbers = Object.hasOwn(CLASSES, kind) ? matElement(bytes, name.next, bigEndian) : undefined;
  return {
    name: name.data.toString('utf8'),
    shape,
    kind,
    complex: (marks & 8) !== 0,
    logical: (marks & 2) !== 0,
    storage: numbers?.type ?? 0,
    data: numbers?.data ?? Buffer.alloc(0),
  };
}

function typeOf({ kind, logical }: MatArray): StoredType | undefined {
  return logical && CLASSES[kind] === 'U8' ? 'BOOL' : CLASSES[kind];
}

function numbersOf(arrays: MatArray[], name: string, file: string, bigEndian: boolean): StoredArray {
  const [array, second] = arrays.filter((candidate) => candidate.name === name);
  if (array === undefined)
    throw new DataError(
      `${file} has no array ${name}; it holds ${arrays.map((held) => held.name).join(', ') || 'none'}: correct the name under source`,
    );
  if (second !== undefined)
    throw new DataError(
      `${file} holds ${name} twice: which is meant cannot be told; save it again with each name once`,
    );
  const [type, storage] = [typeOf(array), STORED[array.storage]];
  if (type === undefined || storage === undefined || array.complex)
    throw new DataError(
      `${file}: ${name} is ${array.complex ? 'complex' : (OTHER_CLASSES[array.kind] ?? 'of an unknown type')}, expected an array of real numbers: convert it (full, double, grp2idx)`,
    );
  const source = memorySource(array.data, `${file}: ${name}`);
  const layout = { start: 0, shape: array.shape, type: storage, bigEndian, columnMajor: true };
  const stored = storedArray(source, layout);
  return {
    ...stored,
    type,
    async *pieces() {
      for await (const piece of stored.pieces())
        yield piece instanceof Uint8Array && type !== 'U8' ? new Float64Array(piece) : piece;
    },
  };
}
