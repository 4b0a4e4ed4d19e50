import {
  readFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { userFolder } from '../../pipeline/user-folder.ts';
import { sha256 } from './digest.ts';

/** The file that says which cache a memory is of. */
const CACHE = 'cache';

/**
 * What this user has seen of a cache: the index, the code that was read, the checked pipeline.yaml. It decides what runs, so it does
 * not lie in the cache, where others may write, but in the user's own folder. Undefined where the cache does not exist yet, or the
 * user has no such folder: then everything is read from the records, more slowly.
 */
export function memoryFolder(cacheRoot: string): string | undefined {
  const memories = userFolder('memory');
  if (memories === undefined || !existsSync(cacheRoot)) return undefined;
  const root = realpathSync(cacheRoot);
  const folder = join(memories, sha256(root).slice(0, 32));
  if (existsSync(folder)) return folder;
  try {
    forgetGone(memories);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, CACHE), root);
    return folder;
  } catch {
    return undefined;
  }
}

/** Removes the memories of caches that are gone. */
function forgetGone(memories: string): void {
  for (const name of readdirSync(memories)) {
    const folder = join(memories, name);
    try {
      if (!existsSync(readFileSync(join(folder, CACHE), 'utf8'))) rmSync(folder, { recursive: true });
    } catch {
      // Another process makes or removes it at this moment.
    }
  }
}
