import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { DataError } from './data-error.ts';
import type { GivenPath } from './find-file.ts';

/**
 * Unpacks the wanted files of a `.tar.gz` into one folder, without the folders of the archive; everything streams.
 * @param archive the archive, and its name for messages
 * @param folder where the files go; made where it does not exist
 * @param wanted chooses by file name
 * @returns the names unpacked, in the order of the archive
 * @throws {DataError} where the archive is damaged, holds a wanted name twice, or a link in its place
 */
export async function unpackTar(
  archive: GivenPath,
  folder: string,
  wanted: (name: string) => boolean,
): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const unpacked: string[] = [];
  const places = new Map<string, string>();
  const entries = extract();
  const reading = pipeline(createReadStream(archive.path), createGunzip(), entries);
  const writing = (async () => {
    for await (const entry of entries) {
      const name = basename(entry.header.name);
      const { type } = entry.header;
      if (type === 'directory' || !wanted(name)) {
        entry.resume();
        continue;
      }
      refuseAmbiguous(archive.name, entry.header.name, type, places.get(name));
      places.set(name, entry.header.name);
      await pipeline(entry, createWriteStream(join(folder, name)));
      unpacked.push(name);
    }
  })();
  const [read, written] = await Promise.allSettled([reading, writing]);
  const faults = [read, written]
    .filter((result) => result.status === 'rejected')
    .map(({ reason }): unknown => reason);
  if (faults.length === 0) return unpacked;
  const cause = faults.find((fault) => fault instanceof DataError) ?? faults[0];
  if (cause instanceof DataError) throw cause;
  throw new DataError(
    `cannot unpack ${archive.name}: ${(cause as Error).message} (after ${unpacked.join(', ') || 'no file'}): ` +
      'expected a complete .tar.gz archive; fetch it again',
    { cause },
  );
}

function refuseAmbiguous(archive: string, member: string, type: string, earlier: string | undefined): void {
  if (earlier !== undefined)
    throw new DataError(
      `${archive} holds ${earlier} and ${member}, two files of one name: which is meant cannot be told; take one out`,
    );
  if (!['file', 'contiguous-file'].includes(type))
    throw new DataError(
      `${archive}: ${member} is a ${type}, expected a file: pack the file itself (tar --dereference)`,
    );
}
