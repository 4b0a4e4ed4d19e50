import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { statsAt } from '../../cache/files/signature.ts';

/**
 * A text that is another one after each commit, checkout or merge, from a look at the reflog of HEAD; empty where there is none.
 * It tells a remembered run that what is said of the commit beside the report may have changed, for the price of a few stats.
 */
export function headMoves(root: string): string {
  for (let folder = root; ; folder = dirname(folder)) {
    const place = join(folder, '.git');
    const stats = statsAt(place);
    if (stats !== undefined) {
      const log = statsAt(join(stats.isDirectory() ? place : linkedFolder(place), 'logs/HEAD'));
      return log === undefined ? '' : `${log.mtimeMs} ${log.size}`;
    }
    if (folder === dirname(folder)) return '';
  }
}

/** The folder of a linked work tree or a submodule: `.git` is then a file that names it. */
function linkedFolder(file: string): string {
  try {
    const named = /^gitdir: (.*)$/m.exec(readFileSync(file, 'utf8'))?.[1];
    return named === undefined ? file : resolve(dirname(file), named);
  } catch {
    return file;
  }
}
