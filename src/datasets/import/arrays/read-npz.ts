import { DataError } from '../../data-error.ts';
import { readNpy } from './read-npy.ts';
import type { StoredArray } from './stored-array.ts';
import { zipEntries } from './zip-entries.ts';

/** Opens arrays of a `.npz` file by name, in the order asked for. */
export async function readNpz(path: string, file: string, names: string[]): Promise<StoredArray[]> {
  const { held, sources } = await zipEntries(path, file, (entry) => names.includes(arrayOf(entry)));
  const arrays = held.map(arrayOf);
  for (const name of names) {
    const found = held.filter((entry) => arrayOf(entry) === name);
    if (found.length === 0)
      throw new DataError(
        `${file} has no array ${printable(name)}; it holds ${arrays.map(printable).join(', ') || 'none'}: correct the name under source`,
      );
    if (found.length > 1)
      throw new DataError(
        `${file} holds ${found.join(' and ')}: which array ${name} is cannot be told; save it again with each name once`,
      );
  }
  return Promise.all(
    names.map((name) => {
      const source = sources.get(`${name}.npy`) ?? sources.get(name)!;
      return readNpy({ ...source, name: `${file}: ${name}` });
    }),
  );
}

function arrayOf(entry: string): string {
  return entry.replace(/\.npy$/, '');
}

/** Names of odd archives may hold anything; a terminal is not to act on it. */
function printable(name: string): string {
  return name.replace(/\p{C}/gu, (sign) => `\\u${sign.codePointAt(0)!.toString(16).padStart(4, '0')}`);
}
