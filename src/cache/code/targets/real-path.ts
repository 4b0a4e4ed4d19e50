import { realpathSync } from 'node:fs';
import { isMissing } from '../../files/system-error.ts';

/** Where a path leads to, all links followed; itself where nothing is there. */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (isMissing(error)) return path;
    throw error;
  }
}
