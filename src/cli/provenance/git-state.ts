import { execFileSync } from 'node:child_process';
import { relative } from 'node:path';

/** The commit that a project is at, and whether its files are those of the commit. */
export interface GitState {
  commit: string;
  /** Files differ from the commit, or are not in it: the commit alone does not give these results. */
  changed: boolean;
}

/** The commit of the project folder; undefined where it is in no repository, has no commit, or git is not installed. */
export function commitOf(root: string): string | undefined {
  const commit = git(root, 'rev-parse', '--verify', '--quiet', 'HEAD^{commit}')?.trim();
  return commit === '' ? undefined : commit;
}

/**
 * The commit of the project folder with what differs from it; undefined where there is none.
 * @param made absolute paths that the pipeline itself writes (lock file, published folders, cache): changes of them say nothing
 */
export function gitState(root: string, made: readonly string[]): GitState | undefined {
  const commit = commitOf(root);
  if (commit === undefined) return undefined;
  const inside = made
    .map((path) => relative(root, path))
    .filter((path) => path !== '' && !path.startsWith('..'));
  // ":/" is the whole repository: code outside of the project folder counts as well.
  const excluded = inside.map((path) => `:(exclude,literal)${path.replaceAll('\\', '/')}`);
  const changes = git(root, 'status', '--porcelain', '--untracked-files=normal', '--', ':/', ...excluded);
  // A repository whose files cannot be compared is not known to be unchanged.
  return { commit, changed: changes !== '' };
}

function git(cwd: string, ...args: string[]): string | undefined {
  try {
    return execFileSync('git', args, {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 1 << 28,
      env: { ...process.env, GIT_OPTIONAL_LOCKS: '0' },
    });
  } catch {
    return undefined;
  }
}
