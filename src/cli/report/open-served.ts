import { closeSync, constants, fstatSync, openSync, realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { systemCode } from '../../cache/files/system-error.ts';
import { isWithin } from '../../pipeline/within.ts';

/** What says that there is no such file: not there, a folder on the way that is none, links in a circle, no possible name. */
const NOTHING: ReadonlySet<string | undefined> = new Set([
  'ENOENT',
  'ENOTDIR',
  'ELOOP',
  'ENAMETOOLONG',
  'ENXIO',
  'ERR_INVALID_ARG_VALUE',
]);

/**
 * Opens the file that the path of a request names, where it really lies in the folder: links are followed inside only. Undefined
 * where there is no such file.
 * @throws what the system says of a file that is there and cannot be opened
 */
export function openServed(root: string, url: string): { path: string; file: number } | undefined {
  const path = pathIn(root, url);
  if (path === undefined) return undefined;
  try {
    const folder = realpathSync(root);
    const real = realpathSync(statSync(path).isDirectory() ? join(path, 'index.html') : path);
    if (!isWithin(real, folder)) return undefined;
    // Not to wait for who writes to a pipe, and no link that has taken the place meanwhile.
    const file = openSync(real, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    if (fstatSync(file).isFile()) return { path: real, file };
    closeSync(file);
    return undefined;
  } catch (error) {
    if (NOTHING.has(systemCode(error))) return undefined;
    throw error;
  }
}

/** The path that a request names, where it does not lead out of the folder. */
function pathIn(root: string, url: string): string | undefined {
  try {
    const path = resolve(root, `.${decodeURIComponent(new URL(url, 'http://localhost').pathname)}`);
    return isWithin(path, root) ? path : undefined;
  } catch {
    return undefined;
  }
}
