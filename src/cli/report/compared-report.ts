import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CacheFolder } from '../../cache/files/cache-folder.ts';
import { keptLock, keptNames } from '../../cache/kept-locks.ts';
import { PipelineError } from '../../pipeline/faults/error.ts';
import type { Locked } from '../diff/difference.ts';
import { lockedAt } from '../diff/locked-at.ts';
import { lockedReport } from '../diff/locked-report.ts';
import { packageFolder, projectFolders } from '../folders.ts';
import type { GlobalOptions } from '../options.ts';

/** The name of the results that come with this package: reference/README.md. */
const REFERENCE = 'reference';

/**
 * Where the report lies that the present one is to be compared with: a folder or a file of this name, or in the cache the report of a
 * kept result or of a git revision; `reference` is the report that comes with this package, unless a result of one's own is kept by that name.
 * @throws PipelineError bad-argument where nothing has this name; missing-output where its report is not in the cache
 */
export function comparedReport(named: string, options: GlobalOptions): string {
  const path = resolve(options.cwd ?? '.', named);
  if (existsSync(path) && !path.endsWith('.lock')) return path;
  const { root, cacheFolder } = projectFolders(options);
  const packaged = join(packageFolder(), REFERENCE);
  if (named === REFERENCE && !existsSync(keptLock(root, named)) && existsSync(packaged)) return packaged;
  const found = lockedReport(lockOf(named, root, path), new CacheFolder(cacheFolder));
  if (found !== undefined) return found;
  throw new PipelineError('missing-output', `the report of ${named} is not in the cache ${cacheFolder}`, {
    hint: 'its lock file names no report, or was written with another cache: use that one (--cache-dir), or run what it was made by again',
  });
}

function lockOf(named: string, root: string, path: string): Locked {
  try {
    return lockedAt(named, root);
  } catch (cause) {
    if (!(cause instanceof PipelineError) || cause.code !== 'bad-argument') throw cause;
    const kept = keptNames(root);
    const known =
      kept.length === 0 ? 'nothing is kept yet (eos-pipeline keep NAME)' : `kept are: ${kept.join(', ')}`;
    throw new PipelineError(
      'bad-argument',
      `there is no report "${named}": ${path} does not exist, and ${cause.message}`,
      {
        hint: `name a report.json, the folder of a report, a kept result or a git revision; ${known}`,
        cause,
      },
    );
  }
}
