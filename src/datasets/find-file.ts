import { existsSync } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { DataError } from './data-error.ts';

/** A file or folder that a stage was given, and its name for messages. */
export interface GivenPath {
  path: string;
  name: string;
}

interface FoundFile {
  path: string;
  /** Folders between it and the given one. */
  depth: number;
}

/** All files of a folder, those of the nearest folders first; of a file, itself. Links are followed, circles once. */
async function listFiles({ path, name }: GivenPath): Promise<FoundFile[]> {
  try {
    if ((await stat(path)).isFile()) return [{ path, depth: 0 }];
    const files: FoundFile[] = [];
    const root = await realpath(path);
    const seen = new Set<string>();
    let level = [path];
    for (let depth = 0; level.length > 0; depth++) {
      const below: string[] = [];
      for (const folder of level) {
        const real = await realpath(folder);
        // A link upwards leads out of what was given.
        if (seen.has(real) || root.startsWith(real.endsWith(sep) ? real : `${real}${sep}`)) continue;
        seen.add(real);
        for (const entry of (await readdir(folder)).sort()) {
          const inside = join(folder, entry);
          // A link to nothing counts as a file: it is named where it is the one that is wanted.
          const found = await stat(inside).catch(() => undefined);
          if (found?.isDirectory() === true) below.push(inside);
          else files.push({ path: inside, depth });
        }
      }
      level = below;
    }
    return files;
  } catch (cause) {
    throw new DataError(`${name} cannot be read (${(cause as Error).message})`, { cause });
  }
}

/**
 * The first of the wanted files, in the order of wishing, that lies in the folder or below it: on the nearest level that
 * has one.
 * @throws {DataError} where there is none, where that level has several, or where it is a link to nothing
 */
export async function findFile(given: GivenPath, wanted: readonly string[]): Promise<string> {
  const files = await listFiles(given);
  for (const wish of wanted) {
    const named = files.filter(({ path }) => basename(path) === wish);
    const [found, second] = named.filter(({ depth }) => depth === named[0]!.depth);
    if (found === undefined) continue;
    const inside = (file: FoundFile): string => relative(given.path, file.path);
    if (second !== undefined)
      throw new DataError(
        `${given.name} holds ${inside(found)} and ${inside(second)}, expected one ${wish}: which is meant cannot be told; take one out`,
      );
    if (!existsSync(found.path))
      throw new DataError(
        `${given.name}: ${inside(found)} is a link to nothing: mend it, or put the file in its place`,
      );
    return found.path;
  }
  const present = files.slice(0, 8).map(({ path }) => basename(path));
  if (files.length > 8) present.push(`${files.length - 8} more`);
  throw new DataError(
    `${given.name} holds ${present.join(', ') || 'no file'}, expected ${wanted.join(' or ')} in it`,
  );
}
