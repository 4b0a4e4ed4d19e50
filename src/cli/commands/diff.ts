import { join } from 'node:path';
import { CacheFolder } from '../../cache/files/cache-folder.ts';
import { LOCK, readLockFile } from '../../cache/lock-file.ts';
import { PipelineError } from '../../pipeline/faults/error.ts';
import { diffText } from '../diff/diff-text.ts';
import { differencesOf } from '../diff/difference.ts';
import { lockedAt } from '../diff/locked-at.ts';
import { projectFolders } from '../folders.ts';
import type { GlobalOptions } from '../options.ts';
import { say, sayJson } from '../output.ts';

/** Compares pipeline.lock with that of a git revision or with another lock file: parameters, outputs, metrics. */
export async function run(
  [revision = 'HEAD']: string[],
  options: GlobalOptions & { format?: 'text' | 'markdown'; exitCode?: boolean },
): Promise<number> {
  const { root, cacheFolder } = projectFolders(options);
  const now = readLockFile(join(root, LOCK));
  if (now === undefined)
    throw new PipelineError('missing-output', `there is no ${LOCK} in ${root}: nothing ran here yet`, {
      hint: 'run "eos-pipeline repro"',
    });
  const differences = differencesOf(lockedAt(revision, root), now, new CacheFolder(cacheFolder));
  if (options.json === true) sayJson({ type: 'diff', against: revision, differences });
  else if (options.format === 'markdown') {
    const { diffMarkdown } = await import('../diff/diff-markdown.ts');
    say(diffMarkdown(revision, differences));
  } else
    say(differences.length === 0 ? `no difference to ${revision}` : differences.map(diffText).join('\n'));
  return options.exitCode === true && differences.length > 0 ? 1 : 0;
}
