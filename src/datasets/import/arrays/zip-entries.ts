import { crc32 } from 'node:zlib';
import { openPromise, type Entry } from 'yauzl';
import { DataError } from '../../data-error.ts';
import type { ByteSource } from './byte-source.ts';

/** Reads some entries of a zip archive, each of which is checked against its checksum whenever it is read to its end. */
export async function zipEntries(
  path: string,
  file: string,
  wanted: (name: string) => boolean,
): Promise<{ held: string[]; sources: Map<string, ByteSource> }> {
  const held: string[] = [];
  const sources = new Map<string, ByteSource>();
  for (const entry of await directoryOf(path, file)) {
    const name = entry.fileName;
    held.push(name);
    if (!wanted(name)) continue;
    if (sources.has(name))
      throw new DataError(
        `${file} holds ${name} twice: which is meant cannot be told; save it again with each name once`,
      );
    sources.set(name, {
      name: `${file}: ${name}`,
      sizeBytes: entry.uncompressedSize,
      open: () => contentOf(path, file, entry),
    });
  }
  return { held, sources };
}

async function directoryOf(path: string, file: string): Promise<Entry[]> {
  try {
    const archive = await openPromise(path, { autoClose: false });
    try {
      const entries: Entry[] = [];
      for await (const entry of archive.eachEntry()) entries.push(entry);
      return entries;
    } finally {
      archive.close();
    }
  } catch (cause) {
    throw new DataError(
      `${file} cannot be read as a zip archive (${(cause as Error).message}): it was cut short or damaged, or is of another format; save it again`,
      { cause },
    );
  }
}

async function* contentOf(path: string, file: string, entry: Entry): AsyncGenerator<Uint8Array> {
  const damaged = (why: string, cause?: unknown): DataError =>
    new DataError(`${file} is damaged: ${why}; copy or save it again`, cause === undefined ? {} : { cause });
  const name = entry.fileName;
  if (!entry.canDecodeFileData())
    throw new DataError(
      `${file}: ${name} is ${entry.isEncrypted() ? 'encrypted' : `packed by method ${entry.compressionMethod}`}, ` +
        'expected stored or deflated: save it again with numpy.savez, or pack it again with zip',
    );
  const archive = await openPromise(path, { autoClose: false });
  let checksum = 0;
  try {
    const content = await archive.openReadStreamPromise(entry);
    for await (const bytes of content as AsyncIterable<Uint8Array>) {
      checksum = crc32(bytes, checksum);
      yield bytes;
    }
  } catch (cause) {
    throw damaged(`the content of ${name} cannot be unpacked (${(cause as Error).message})`, cause);
  } finally {
    archive.close();
  }
  if (checksum !== entry.crc32) throw damaged(`the content of ${name} does not match its checksum (CRC-32)`);
}
