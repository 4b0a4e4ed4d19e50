import { statSync } from 'node:fs';

/**
 * Where a cache folder is the group's to write, so is what this process and its workers make from now on: others of the group
 * use and extend it. Nothing changes elsewhere.
 */
export function shareWithGroup(root: string): void {
  const stats = statSync(root, { throwIfNoEntry: false });
  if (stats === undefined || (stats.mode & 0o020) === 0 || process.platform === 'win32') return;
  const mask = process.umask(0o077);
  process.umask(mask & ~0o070);
}
