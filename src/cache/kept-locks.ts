import { join } from 'node:path';
import type { Digest } from './files/digest.ts';
import { namesIn } from './files/names-in.ts';
import { readLockFile } from './lock-file.ts';

/** The folder of a project that holds a lock file for each of its named results. */
export const KEPT = 'kept';

const ENDING = '.lock';

/** What a named result may be called: it is a file name on every system, and no option. */
export const keptName = /^[A-Za-z0-9][\w.-]{0,99}$/;

/** Absolute path of the lock file of a named result. */
export function keptLock(root: string, name: string): string {
  return join(root, KEPT, `${name}${ENDING}`);
}

/** The names of a project's named results. */
export function keptNames(root: string): string[] {
  return namesIn(join(root, KEPT))
    .filter((file) => file.endsWith(ENDING))
    .map((file) => file.slice(0, -ENDING.length))
    .filter((name) => keptName.test(name))
    .sort();
}

/**
 * Keys of the actions that a project's named results reach.
 * @throws PipelineError cache-damaged where one of their lock files cannot be read
 */
export function keptKeys(root: string): Digest[] {
  return keptNames(root).flatMap((name) => {
    const locked = readLockFile(keptLock(root, name));
    return [...(locked?.values() ?? [])].map(({ key }) => key);
  });
}
