import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DataError } from './data-error.ts';

/** A file or folder that a stage was given, and its name for messages. */
export interface GivenPath {
  path: string;
  name: string;
}

/** All files of a folder, deepest paths included, sorted; of a file, itself. */
async function listFiles({ path, name }: GivenPath): Promise<string[]> {
  try {
    if ((await stat(path)).isFile()) return [path];
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (cause) {
    throw new DataError(`${name} cannot be read (${(cause as Error).message})`, { cause });
  }
}

/** The first of the wanted files, in the order of wishing, that lies anywhere in the folder. */
export async function findFile(given: GivenPath, wanted: readonly string[]): Promise<string> {
  const files = await listFiles(given);
  for (const wish of wanted) {
    const found = files.find((file) => basename(file) === wish);
    if (found !== undefined) return found;
  }
  const present = files.slice(0, 8).map((file) => basename(file));
  if (files.length > 8) present.push(`${files.length - 8} more`);
  throw new DataError(
    `${given.name} holds ${present.join(', ') || 'no file'}, expected ${wanted.join(' or ')} in it`,
  );
}
