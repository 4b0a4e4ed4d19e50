import { dirname, join } from 'node:path';
import { statsBehind } from '../stats-behind.ts';

/** The nearest folder with a package.json (a file: Node passes by a folder of that name), from this folder upwards; undefined where there is none. */
export function packageRoot(from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    if (statsBehind(join(folder, 'package.json'))?.isFile() === true) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}
