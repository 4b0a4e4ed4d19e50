import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { DataError } from '../src/datasets/data-error.ts';
import { fileSource } from '../src/datasets/import/arrays/byte-source.ts';
import { readIdx } from '../src/datasets/import/arrays/read-idx.ts';
import { readMat } from '../src/datasets/import/arrays/read-mat.ts';
import { readNpy } from '../src/datasets/import/arrays/read-npy.ts';
import { readNpz } from '../src/datasets/import/arrays/read-npz.ts';
import { readTensors } from '../src/datasets/import/arrays/read-tensors.ts';
import type { StoredArray } from '../src/datasets/import/arrays/stored-array.ts';
import { decodeImage } from '../src/datasets/import/images/decode-image.ts';
import { writeTensors } from '../src/tensors/safetensors/safetensors.ts';

const fixtures = join(import.meta.dirname, 'unit/datasets/import');

/** A format, a good file of it, and how it is read. */
export interface DamagedFormat {
  name: string;
  good: (folder: string) => Buffer;
  /** A digest of all that is read. */
  read: (path: string) => Promise<string>;
  /** Whether checksums cover all that decides the values, so that no damage changes them unseen. */
  checked: boolean;
}

async function arrayDigest(array: StoredArray): Promise<string> {
  const hash = createHash('sha1').update(JSON.stringify([array.shape, array.type]));
  for await (const piece of array.pieces()) hash.update(piece);
  return hash.digest('hex');
}

async function imageDigest(path: string): Promise<string> {
  const { width, height, channels, samples } = await decodeImage(path, 'my.file');
  return createHash('sha1').update(`${width} ${height} ${channels}`).update(samples).digest('hex');
}

function idxFile(): Buffer {
  const data = Uint8Array.from({ length: 200 }, (_, index) => index);
  return Buffer.concat([Buffer.from([0, 0, 8, 2, 0, 0, 0, 10, 0, 0, 0, 20]), data]);
}

function image(name: string, path: string, checked = false): DamagedFormat {
  return {
    name,
    good: () => readFileSync(join(fixtures, 'images/fixtures', path)),
    read: imageDigest,
    checked,
  };
}

function matFile(name: string, path: string, array: string): DamagedFormat {
  return {
    name,
    good: () => readFileSync(join(fixtures, 'arrays/fixtures/mat', path)),
    read: async (damaged) => arrayDigest((await readMat(damaged, 'my.file', [array]))[0]!),
    checked: false,
  };
}

const readIdxFile = async (path: string): Promise<string> =>
  arrayDigest(await readIdx(await fileSource(path, 'my.file')));

/** Every format of arrays and images. */
export const damagedFormats: DamagedFormat[] = [
  {
    name: 'npy',
    good: () => readFileSync(join(fixtures, 'arrays/fixtures/fortran.npy')),
    read: async (path) => arrayDigest(await readNpy(await fileSource(path, 'my.file'))),
    checked: false,
  },
  {
    name: 'npz',
    good: () => readFileSync(join(fixtures, 'arrays/fixtures/arrays.npz')),
    async read(path) {
      const arrays = await readNpz(path, 'my.file', ['f8', 'fortran', 'u1']);
      return (await Promise.all(arrays.map(arrayDigest))).join();
    },
    checked: true,
  },
  { name: 'idx', good: idxFile, read: readIdxFile, checked: false },
  { name: 'idx.gz', good: () => gzipSync(idxFile()), read: readIdxFile, checked: true },
  {
    name: 'safetensors',
    good(folder) {
      const path = join(folder, 'good');
      writeTensors(path, { x: { shape: [4, 5], values: new Float64Array(20).fill(0.5) } });
      return readFileSync(path);
    },
    read: async (path) => arrayDigest(readTensors(path, 'my.file', ['x'])[0]!),
    checked: false,
  },
  matFile('MAT', 'testmatrix_6.1_SOL2.mat', 'testmatrix'),
  matFile('MAT, compressed', 'test3dmatrix_7.4_GLNX86.mat', 'test3dmatrix'),
  image('png', 'pngsuite/basi6a08.png', true),
  image('png with palette', 'pngsuite/tbwn3p08.png', true),
  image('png of 16 bits', 'pngsuite/basn2c16.png', true),
  image('jpeg', 'photos/baseline.jpg'),
  image('jpeg, progressive', 'photos/progressive.jpg'),
  image('webp', 'photos/lossless.webp'),
  image('gif', 'photos/palette.gif'),
  image('bmp', 'photos/palette.bmp'),
];

/** What became of damaged files. */
export interface DamageTally {
  refused: number;
  same: number;
  /** Read without a word, with other values. */
  changed: number;
  /** Errors that are none of the reader. */
  crashes: string[];
}

/** Flips bits, cuts, doubles or overwrites bytes of a good file, reads it, and counts what comes of it. */
export async function damageFiles(
  { good, read }: DamagedFormat,
  folder: string,
  count: number,
  seed: number,
): Promise<DamageTally> {
  const bytes = good(folder);
  const path = join(folder, 'damaged');
  const random = xoroshiro128plus(seed);
  const below = (limit: number): number => uniformInt(random, 0, limit - 1);
  writeFileSync(path, bytes);
  const expected = await read(path);
  const tally: DamageTally = { refused: 0, same: 0, changed: 0, crashes: [] };
  for (let index = 0; index < count; index++) {
    writeFileSync(path, damage(bytes, below));
    try {
      if ((await read(path)) === expected) tally.same++;
      else tally.changed++;
    } catch (error) {
      if (error instanceof DataError && error.message.startsWith('my.file')) tally.refused++;
      else tally.crashes.push(String(error));
    }
  }
  return tally;
}

function damage(good: Buffer, below: (limit: number) => number): Buffer {
  const bytes = Buffer.from(good);
  const [at, length] = [below(bytes.length), 1 + below(16)];
  switch (below(5)) {
    case 0:
      bytes[at]! ^= 1 << below(8);
      return bytes;
    case 1:
      for (let change = 0; change <= below(4); change++) bytes[below(bytes.length)] = below(256);
      return bytes;
    case 2:
      return bytes.subarray(0, at);
    case 3:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - length))]);
    default:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
  }
}
