import { unzipSync } from 'fflate';
import { DataError } from '../data-error.ts';
import type { ImportedArray } from './array.ts';
import { readNpy } from './read-npy.ts';

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
  const missing = names.find((name) => !held.includes(name));
  if (missing !== undefined)
    throw new DataError(
      `${file} has no array ${missing}; it holds ${held.join(', ') || 'none'}: correct the name under source`,
    );
  return Promise.all(
    names.map((name) => readNpy(entries[`${name}.npy`] ?? entries[name]!, `${file}: ${name}`)),
  );
}
