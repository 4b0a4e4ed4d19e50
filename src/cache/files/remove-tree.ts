import { chmodSync, lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { CacheFolder } from './cache-folder.ts';
import { renamePatiently, siblingName } from './replace-file.ts';
import { statsAt } from './signature.ts';
import { isMissing, systemCode } from './system-error.ts';

/** Removes a file or a tree, read-only folders included; nothing there is fine. */
export function removeTree(path: string): void {
  try {
    makeWritable(path);
    rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  } catch (error) {
    if (systemCode(error) !== 'ENAMETOOLONG') throw error;
    // A stage that goes down folder by folder makes deeper ones than a path can name; so does `rm`. Loaded where it is needed.
    const { spawnSync } = process.getBuiltinModule('node:child_process');
    spawnSync('rm', ['-rf', '--', path], { stdio: 'ignore' });
    if (statsAt(path) !== undefined) throw error;
  }
}

/**
 * Takes a tree out of the cache: one rename takes it away as a whole, so that nobody ever sees a half-removed tree, and
 * what is left of a process that is killed while it removes lies in the trash.
 * @returns false where nothing was there
 */
export function discardTree(cache: CacheFolder, path: string): boolean {
  mkdirSync(cache.trash, { recursive: true });
  const place = siblingName(join(cache.trash, basename(path)));
  try {
    renameTree(path, place);
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
  removeTree(place);
  return true;
}

/** Renames a file or folder; a folder that changes its parent must be writable itself. */
export function renameTree(from: string, to: string): void {
  const stats = lstatSync(from);
  if (stats.isDirectory() && (stats.mode & 0o200) === 0) chmodSync(from, 0o755);
  renamePatiently(from, to);
}

function makeWritable(path: string): void {
  const stats = statsAt(path);
  if (!stats?.isDirectory()) return;
  try {
    if ((stats.mode & 0o700) !== 0o700) chmodSync(path, 0o755);
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (entry.isDirectory()) makeWritable(join(path, entry.name));
    }
  } catch (error) {
    // Another process may remove the same tree at the same time.
    if (!isMissing(error)) throw error;
  }
}
