import { type Stats, statSync } from 'node:fs';

/**
 * What lies at a path, links followed; undefined where nothing can be looked at: nothing is there, links lead in a circle, a name is
 * longer than the file system takes.
 */
export function statsBehind(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
