import { cpSync, lstatSync, mkdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { CacheFolder } from '../files/cache-folder.ts';
import { removeTree, renameTree } from '../files/remove-tree.ts';
import { siblingName } from '../files/replace-file.ts';
import { statsAt } from '../files/signature.ts';
import { isMissing, systemCode, systemError } from '../files/system-error.ts';

/** Moves something out of the way, so that a person can look at it; undefined where nothing is there any more. */
export function quarantine(cache: CacheFolder, path: string): string | undefined {
  const day = new Date().toISOString().slice(0, 10);
  const folder = join(cache.quarantine, day);
  try {
    mkdirSync(folder, { recursive: true });
    let place = join(folder, basename(path));
    for (let copy = 2; statsAt(place) !== undefined; copy++)
      place = join(folder, `${basename(path)}.${copy}`);
    move(path, place);
    return place;
  } catch (error) {
    if (isMissing(error) && statsAt(path) === undefined) return undefined;
    throw systemError(error, 'moving something to the quarantine', path);
  }
}

/** With a filter Node copies in JavaScript: its copy in C++ ends the process where a path becomes too long. */
const COPY = { recursive: true, preserveTimestamps: true, verbatimSymlinks: true, filter: () => true };

/** Renames; what lies on another file system than the cache is copied, and removed once the copy is complete. */
function move(path: string, place: string): void {
  try {
    renameTree(path, place);
  } catch (error) {
    if (systemCode(error) !== 'EXDEV') throw error;
    const copy = siblingName(place);
    try {
      // cpSync fails at a link that leads nowhere, if it is all that there is to copy.
      if (lstatSync(path).isSymbolicLink()) symlinkSync(readlinkSync(path), copy);
      else cpSync(path, copy, COPY);
      renameTree(copy, place);
    } catch (failure) {
      removeTree(copy);
      throw failure;
    }
    // One rename takes the whole away, so that nobody sees a half-removed tree.
    const old = siblingName(path);
    renameTree(path, old);
    removeTree(old);
  }
}
