import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { DataError } from './data-error.ts';

/**
 * Unpacks the wanted files of a `.tar.gz` into one folder, without the folders of the archive; everything streams.
 * @param archive the archive
 * @param folder where the files go; made where it does not exist
 * @param wanted chooses by file name
 * @returns the names unpacked, in the order of the archive
 */
export async function unpackTar(
  archive: string,
  folder: string,
  wanted: (name: string) => boolean,
): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const unpacked: string[] = [];
  const entries = extract();
  const reading = pipeline(createReadStream(archive), createGunzip(), entries);
  const writing = (async () => {
    for await (const entry of entries) {
      const name = basename(entry.header.name);
      if (entry.header.type !== 'file' || !wanted(name)) {
        entry.resume();
        continue;
      }
      await pipeline(entry, createWriteStream(join(folder, name)));
      unpacked.push(name);
    }
  })();
  const [read, written] = await Promise.allSettled([reading, writing]);
  const failed = [read, written].find((result) => result.status === 'rejected');
  if (failed === undefined) return unpacked;
  const cause: unknown = failed.reason;
  throw new DataError(
    `cannot unpack ${archive}: ${(cause as Error).message} (after ${unpacked.join(', ') || 'no file'}): ` +
      'expected a complete .tar.gz archive; fetch it again',
    { cause },
  );
}
