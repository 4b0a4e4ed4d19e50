import { lstatSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';

/** Writable by others, and whoever can write can also take away what is not theirs. */
const OTHERS_WRITE = 0o022;
const STICKY = 0o1000;

/**
 * A folder of this program in the user's own cache, made where it is missing; only where nobody else can write, for what lies there is
 * trusted. Undefined where there is no such folder; everything works without, more slowly.
 */
export function userFolder(name: string, environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const cache = userCache(environment);
  // HOME may be empty, or no path from the root: nothing is made in the folder that the command happens to run in.
  if (!isAbsolute(cache)) return undefined;
  const folder = join(cache, 'eos-pipeline', name);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return process.platform === 'win32' || isOwn(folder) ? folder : undefined;
  } catch {
    return undefined;
  }
}

function userCache({ XDG_CACHE_HOME, LOCALAPPDATA }: NodeJS.ProcessEnv): string {
  if (XDG_CACHE_HOME?.startsWith('/')) return XDG_CACHE_HOME;
  if (process.platform === 'win32' && LOCALAPPDATA !== undefined) return LOCALAPPDATA;
  return join(homedir(), process.platform === 'darwin' ? 'Library/Caches' : '.cache');
}

/** Whether a folder is the user's and no link, and no other user can put something else in its place. */
function isOwn(folder: string): boolean {
  const stats = lstatSync(folder);
  if (!stats.isDirectory() || stats.uid !== process.getuid!() || (stats.mode & OTHERS_WRITE) !== 0)
    return false;
  return ancestors(dirname(folder)).every((path) => {
    const { uid, mode } = lstatSync(path);
    return (uid === process.getuid!() || uid === 0) && ((mode & OTHERS_WRITE) === 0 || (mode & STICKY) !== 0);
  });
}

function ancestors(folder: string): string[] {
  return folder === dirname(folder) ? [folder] : [folder, ...ancestors(dirname(folder))];
}
