import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { keptLock, keptName } from '../../cache/kept-locks.ts';
import { LOCK, parseLockFile, readLockFile } from '../../cache/lock-file.ts';
import { PipelineError } from '../../pipeline/faults/error.ts';
import { statsBehind } from '../../pipeline/stats-behind.ts';
import type { Locked } from './difference.ts';

/** The lock file that a path names, that is kept under a name, or that a git revision holds for this project. */
export function lockedAt(revision: string, root: string): Locked {
  const file = resolve(revision);
  // A folder may be called like a revision.
  if (statsBehind(file)?.isDirectory() === false)
    return parseLockFile(readFileSync(file, 'utf8'), relative(process.cwd(), file));
  const kept = keptName.test(revision) ? readLockFile(keptLock(root, revision)) : undefined;
  if (kept !== undefined) return kept;
  // "./" is relative to the working directory of git, so that a project below the root of the repository works too.
  const shown = git(root, 'show', `${revision}:./${LOCK}`);
  if (shown.failure === undefined) return parseLockFile(shown.text, `${revision}:${LOCK}`);
  const { failure } = shown;
  if (git(root, 'rev-parse', '--verify', '--quiet', `${revision}^{commit}`).failure === undefined)
    throw new PipelineError(
      'bad-argument',
      `${LOCK} is not committed in ${revision}: there is nothing to compare with`,
      {
        hint: `commit it ("git add ${LOCK}"), so that later results can be compared with these, or name another revision or lock file`,
      },
    );
  if (revision === 'HEAD' && git(root, 'rev-parse', '--git-dir').failure === undefined)
    throw new PipelineError('bad-argument', 'there is no commit yet: there is nothing to compare with', {
      hint: `commit ${LOCK}, or name another lock file`,
    });
  throw new PipelineError(
    'bad-argument',
    `"${revision}" is neither a lock file nor a git revision with ${LOCK}: ${failure}`,
    {
      hint: 'name a revision ("git log") in which the lock file is committed, or the path of another lock file; a shallow clone has only its newest commits',
    },
  );
}

function git(cwd: string, ...args: string[]): { text: string; failure?: string } {
  try {
    return {
      text: execFileSync('git', args, {
        cwd,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
        maxBuffer: 1 << 30,
      }),
    };
  } catch (cause) {
    const said = (cause as { stderr?: string }).stderr?.trim();
    return { text: '', failure: said === undefined || said === '' ? (cause as Error).message : said };
  }
}
