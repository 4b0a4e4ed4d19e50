import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { CacheFolder } from './cache-folder.ts';
import { renameTree } from './remove-tree.ts';
import { statsAt } from './signature.ts';
import { isMissing, systemError } from './system-error.ts';

/** Moves something damaged out of the way, so that a person can look at it; undefined where nothing is there any more. */
export function quarantine(cache: CacheFolder, path: string): string | undefined {
  const day = new Date().toISOString().slice(0, 10);
  const folder = join(cache.quarantine, day);
  try {
    mkdirSync(folder, { recursive: true });
    let place = join(folder, basename(path));
    for (let copy = 2; statsAt(place) !== undefined; copy++)
      place = join(folder, `${basename(path)}.${copy}`);
    renameTree(path, place);
    return place;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw systemError(error, 'moving a damaged entry to the quarantine', path);
  }
}
