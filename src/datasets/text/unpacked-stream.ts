import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { DataError } from '../data-error.ts';
import type { GivenPath } from '../find-file.ts';

/** What a file's first bytes say of how it is packed. */
const packings = [
  { name: 'gzip', magic: [0x1f, 0x8b], unpack: createGunzip },
  { name: 'zstd', magic: [0x28, 0xb5, 0x2f, 0xfd], unpack: createZstdDecompress },
  { name: 'zip, as archives and spreadsheets (.xlsx) are', magic: [0x50, 0x4b, 0x03, 0x04] },
  { name: 'bzip2', magic: [0x42, 0x5a, 0x68] },
  { name: 'xz', magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a] },
];

/**
 * The bytes of a file, unpacked where it is packed with gzip or zstd: the first bytes decide, not the name.
 * @param advice what to do where the file cannot be read
 * @param listener hears how many bytes of the file were read
 */
export async function* unpackedStream(
  { path, name }: GivenPath,
  advice: string,
  listener?: (bytesRead: number) => void,
): AsyncGenerator<Uint8Array> {
  const unreadable = (cause: unknown): DataError =>
    new DataError(`${name} cannot be read (${(cause as Error).message}): ${advice}`, { cause });
  let start: { bytes: Buffer; size: number };
  try {
    start = await startOf(path);
  } catch (cause) {
    throw unreadable(cause);
  }
  const packing = packings.find(({ magic }) => start.bytes.indexOf(Buffer.from(magic)) === 0);
  if (packing !== undefined && packing.unpack === undefined)
    throw new DataError(
      `${name} is packed with ${packing.name}, expected a text: unpack it, or pack it with gzip or zstd`,
    );
  try {
    if (packing === undefined) yield* plainBytes(path, listener);
    else yield* unpackedBytes(path, start.size, packing.unpack, listener);
  } catch (cause) {
    if (packing === undefined) throw unreadable(cause);
    throw new DataError(
      `${name} cannot be unpacked (${(cause as Error).message}): it was cut short or damaged; make the ${packing.name} file again`,
      { cause },
    );
  }
}

async function* plainBytes(path: string, listener?: (bytesRead: number) => void): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path);
  for await (const bytes of file as AsyncIterable<Uint8Array>) {
    listener?.(file.bytesRead);
    yield bytes;
  }
}

/** A packed file may be several that were put one after the other; an unpacker ends where the first of them does. */
async function* unpackedBytes(
  path: string,
  size: number,
  unpack: typeof createGunzip | typeof createZstdDecompress,
  listener?: (bytesRead: number) => void,
): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < size;) {
    const file = createReadStream(path, { start });
    const unpacker = unpack();
    // "pipe" hands on no errors.
    file.on('error', (error) => unpacker.destroy(error));
    try {
      for await (const bytes of file.pipe(unpacker) as AsyncIterable<Uint8Array>) {
        listener?.(start + file.bytesRead);
        yield bytes;
      }
    } finally {
      file.destroy();
    }
    if (unpacker.bytesWritten === 0) throw new Error('unexpected end of file');
    start += unpacker.bytesWritten;
  }
}

async function startOf(path: string): Promise<{ bytes: Buffer; size: number }> {
  await using file = await open(path);
  const { bytesRead, buffer } = await file.read(Buffer.alloc(6), 0, 6, 0);
  return { bytes: buffer.subarray(0, bytesRead), size: (await file.stat()).size };
}
