import { crc32 } from 'node:zlib';
import { unzipSync } from 'fflate';
import { DataError } from '../data-error.ts';
import type { ImportedArray } from './array.ts';
import { readNpy } from './read-npy.ts';

/** First bytes of an entry of a zip archive's central directory, and where its fields lie. */
const DIRECTORY_ENTRY = 0x02014b50;
const CRC_AT = 16;
const NAME_LENGTH_AT = 28;
const NAME_AT = 46;

/** The CRC-32 of an entry as the archive's directory states it, which unzipping does not look at. */
function checksumOf(archive: Uint8Array, name: string): number | undefined {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  const signature = Buffer.alloc(4);
  signature.writeUInt32LE(DIRECTORY_ENTRY);
  // The directory is at the end.
  for (let at = bytes.lastIndexOf(signature); at >= 0; at = bytes.lastIndexOf(signature, at - 1)) {
    const end = at + NAME_AT + view.getUint16(at + NAME_LENGTH_AT, true);
    if (bytes.toString('utf8', at + NAME_AT, end) === name) return view.getUint32(at + CRC_AT, true);
    if (at === 0) break;
  }
  return undefined;
}

/** Reads arrays of a `.npz` file by name, in the order asked for. */
export async function readNpz(bytes: Uint8Array, file: string, names: string[]): Promise<ImportedArray[]> {
  const held: string[] = [];
  let entries: Record<string, Uint8Array>;
  try {
    entries = unzipSync(bytes, {
      filter({ name }) {
        const array = name.replace(/\.npy$/, '');
        held.push(array);
        return names.includes(array);
      },
    });
  } catch (cause) {
    throw new DataError(
      `${file} cannot be read as a .npz file (${(cause as Error).message}): expected a zip archive of numpy.savez; save it again`,
      { cause },
    );
  }
  for (const [name, content] of Object.entries(entries)) {
    const expected = checksumOf(bytes, name);
    if (expected !== undefined && crc32(content) !== expected)
      throw new DataError(
        `${file} is damaged: the content of ${name} does not match its checksum (CRC-32); copy or save it again`,
      );
  }
  const missing = names.find((name) => !held.includes(name));
  if (missing !== undefined)
    throw new DataError(
      `${file} has no array ${missing}; it holds ${held.join(', ') || 'none'}: correct the name under source`,
    );
  return Promise.all(
    names.map((name) => readNpy(entries[`${name}.npy`] ?? entries[name]!, `${file}: ${name}`)),
  );
}
