import { createGunzip } from 'node:zlib';
import { Readable } from 'node:stream';
import type { StoredType } from '../../../tensors/safetensors/stored-numbers.ts';
import { DataError } from '../../data-error.ts';
import { ByteReader } from './byte-reader.ts';
import type { ByteSource } from './byte-source.ts';
import { storedArray, type StoredArray } from './stored-array.ts';

/** Element types by their code in the third byte; numbers are big-endian. */
const TYPES: Record<number, StoredType> = {
  0x08: 'U8',
  0x09: 'I8',
  0x0b: 'I16',
  0x0c: 'I32',
  0x0d: 'F32',
  0x0e: 'F64',
};

/** Reads an IDX file (the format of MNIST), packed with gzip or not. */
export async function readIdx(file: ByteSource): Promise<StoredArray> {
  const source = await unpacked(file);
  const { name } = source;
  await using reader = new ByteReader(source.open());
  const head = Buffer.from(await reader.read(4));
  const type = head.length === 4 && head.readUInt16BE() === 0 ? TYPES[head[2]!] : undefined;
  const axes = head[3] ?? 0;
  const lengths = Buffer.from(await reader.read(4 * axes));
  if (type === undefined || lengths.length < 4 * axes)
    throw new DataError(
      `${name} is not an IDX file: it begins with the bytes ${head.toString('hex') || '(none)'}, expected 0000, an element type (08, 09, 0b to 0e) and the number of axes`,
    );
  const shape = Array.from({ length: axes }, (_, axis) => lengths.readUInt32BE(4 * axis));
  return storedArray(source, { start: 4 + 4 * axes, shape, type, bigEndian: true, columnMajor: false });
}

async function unpacked(source: ByteSource): Promise<ByteSource> {
  await using reader = new ByteReader(source.open());
  const [first, second] = await reader.read(2);
  return first === 0x1f && second === 0x8b ? { name: source.name, open: () => gunzip(source) } : source;
}

async function* gunzip({ name, open }: ByteSource): AsyncGenerator<Uint8Array> {
  const packed = Readable.from(open());
  const plain = createGunzip();
  packed.on('error', (error) => plain.destroy(error));
  try {
    yield* packed.pipe(plain) as AsyncIterable<Uint8Array>;
  } catch (cause) {
    throw new DataError(
      `${name} cannot be unpacked (${(cause as Error).message}): the file was cut short or damaged; fetch it again`,
      { cause },
    );
  } finally {
    packed.destroy();
  }
}
