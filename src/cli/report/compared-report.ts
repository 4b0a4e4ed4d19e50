import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { CacheFolder } from '../../cache/files/cache-folder.ts';
import { keptLock, keptName, keptNames } from '../../cache/kept-locks.ts';
import { readLockFile } from '../../cache/lock-file.ts';
import { PipelineError } from '../../pipeline/faults/error.ts';
import { projectFolders } from '../folders.ts';
import type { GlobalOptions } from '../options.ts';

/**
 * Where the report lies that the present one is to be compared with: a folder or a file of this name, or the report of a kept result,
 * which is still in the cache.
 * @throws PipelineError bad-argument where there is no such report
 */
export function comparedReport(named: string, options: GlobalOptions): string {
  const path = resolve(options.cwd ?? '.', named);
  if (existsSync(path)) return path;
  const { root, cacheFolder } = projectFolders(options);
  const kept = keptName.test(named) ? readLockFile(keptLock(root, named)) : undefined;
  if (kept === undefined) throw nothingNamed(named, path, keptNames(root));
  const cache = new CacheFolder(cacheFolder);
  const outputs = [...kept.values()].map(({ output }) => cache.output(output));
  const found = outputs.find((folder) => existsSync(join(folder, 'report.json')));
  if (found !== undefined) return found;
  const here = outputs.some((folder) => existsSync(folder));
  const file = relative('.', keptLock(root, named));
  throw new PipelineError(
    'missing-output',
    `the report of the kept result ${named} is not in the cache ${cacheFolder}`,
    {
      hint: here
        ? `none of the outputs that ${file} names and that are there has a report.json`
        : `${file} names it, and was probably made with another cache: use that one (--cache-dir), or run what it was made by again`,
    },
  );
}

function nothingNamed(named: string, path: string, kept: readonly string[]): PipelineError {
  const known =
    kept.length === 0 ? 'nothing is kept yet (eos-pipeline keep NAME)' : `kept are: ${kept.join(', ')}`;
  return new PipelineError('bad-argument', `there is no report "${named}": ${path} does not exist`, {
    hint: `name a report.json, the folder of a report, or a kept result; ${known}`,
  });
}
