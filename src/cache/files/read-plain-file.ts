import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { isMissing, systemCode } from './system-error.ts';

/** What a link and a socket answer to being opened so. */
const NO_FILE: ReadonlySet<string | undefined> = new Set(['ELOOP', 'EMLINK', 'ENXIO']);

/**
 * The text of a file of this program's own; undefined where nothing is there. What is no file (a pipe, a socket, a link) is
 * told without waiting for it.
 * @param follow - whether a link may lead to it, as in a person's own project
 */
export function readPlainFile(path: string, follow = false): { text: string } | 'no file' | undefined {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | (follow ? 0 : constants.O_NOFOLLOW));
  } catch (error) {
    if (isMissing(error)) return undefined;
    if (NO_FILE.has(systemCode(error))) return 'no file';
    throw error;
  }
  try {
    const stats = fstatSync(file);
    // A folder has its own word of the system, EISDIR.
    return stats.isFile() || stats.isDirectory() ? { text: readFileSync(file, 'utf8') } : 'no file';
  } finally {
    closeSync(file);
  }
}
