import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CacheFolder } from '../../cache/files/cache-folder.ts';
import type { Locked } from './difference.ts';

/** The folder in the cache with the report that a lock file names; undefined where it names none, or the cache does not have it. */
export function lockedReport(locked: Locked, cache: CacheFolder): string | undefined {
  const folders = [...locked.values()].map(({ output }) => cache.output(output));
  return folders.find((folder) => existsSync(join(folder, 'report.json')));
}
