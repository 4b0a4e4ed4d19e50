import { statSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { PipelineError } from '../../pipeline/faults/error.ts';
import { shellQuote } from '../../pipeline/values/shell-quote.ts';
import type { CacheFolder } from '../files/cache-folder.ts';
import type { Digest } from '../files/digest.ts';
import { isMissing, systemCode } from '../files/system-error.ts';
import { keptKeys } from '../kept-locks.ts';
import { LOCK, readLockFile } from '../lock-file.ts';
import { isProject, type KnownProject, projectRecords, rootOf } from './known-project.ts';

/** What another project that uses the cache needs of it. */
export interface OtherProject {
  root: string;
  /** The path of its record in the cache. */
  path: string;
  /** `gone`: its folder was removed, or the lock file of a trial; `forgotten`: a person has said that its results may go. */
  state: 'kept' | 'gone' | 'forgotten';
  /** Keys of the actions that its lock file reaches. */
  keys: Digest[];
}

type Seen = { state: 'kept'; keys: Digest[] } | { state: 'gone' } | { state: 'unknown'; problem: string };

/**
 * Looks at every project that uses the cache but the one at `root`, which is looked at more closely.
 * @param forget - folders of projects whose results may go
 * @throws PipelineError cache-locked where it cannot be told what one of them needs; bad-argument where there is none to forget
 */
export function otherProjects(
  cache: CacheFolder,
  root: string,
  lockFile: string,
  forget: readonly string[] = [],
): OtherProject[] {
  const others: OtherProject[] = [];
  const left = new Set(forget);
  const unknown: { forget: string; problem: string }[] = [];
  for (const record of projectRecords(cache)) {
    const { path } = record;
    if ('problem' in record) {
      if (!left.delete(path)) unknown.push({ forget: path, problem: record.problem });
      else others.push({ root: path, path, state: 'forgotten', keys: [] });
      continue;
    }
    const { project } = record;
    if (isProject(cache, project, root, lockFile)) continue;
    const place = rootOf(cache, project);
    if (forget.includes(place)) {
      left.delete(place);
      others.push({ root: place, path, state: 'forgotten', keys: [] });
      continue;
    }
    const seen = look(project, place);
    if (seen.state === 'unknown') unknown.push({ forget: place, problem: seen.problem });
    else others.push({ root: place, path, keys: [], ...seen });
  }
  const [none] = left;
  if (none !== undefined) throw notKnown(cache, none, others);
  const [first] = unknown;
  if (first === undefined) return others;
  throw new PipelineError(
    'cache-locked',
    `another project uses the cache ${cache.root}, and what it needs cannot be told: ${first.forget}: ${first.problem}`,
    {
      hint: `Nothing was removed. Run eos-pipeline in that project; or, if its results may go: eos-pipeline gc --forget ${shellQuote(first.forget)}`,
    },
  );
}

function notKnown(cache: CacheFolder, path: string, others: readonly OtherProject[]): PipelineError {
  const known = others.map(({ root }) => root).join(', ');
  return new PipelineError('bad-argument', `--forget ${path}: no such project uses the cache ${cache.root}`, {
    hint: known === '' ? 'No other project uses it.' : `These do: ${known}`,
  });
}

function look(project: KnownProject, root: string): Seen {
  const elsewhere = project.host !== '' && project.host !== hostname();
  try {
    const { ino } = statSync(root);
    if (elsewhere && ino !== project.inode) return unknown(`it lies on the host ${project.host}`);
  } catch (error) {
    if (!isMissing(error)) return unknown(`it cannot be read (${systemCode(error) ?? String(error)})`);
    if (elsewhere) return unknown(`it lies on the host ${project.host}`);
    return wasRemoved(project, root)
      ? { state: 'gone' }
      : unknown('it is not there, and neither is the folder that it was in (a disk that is not mounted?)');
  }
  const lockFile = join(root, project.lockFile);
  try {
    const locked = readLockFile(lockFile);
    if (locked === undefined) {
      // A trial with a lock file of its own has left the project with it; the project itself may be in its first run.
      if (project.lockFile !== LOCK) return { state: 'gone' };
      return unknown(`it has no lock file ${lockFile} yet`);
    }
    const keys = [...locked.values()].map(({ key }) => key);
    return { state: 'kept', keys: [...keys, ...keptKeys(root)] };
  } catch (error) {
    return unknown((error as Error).message);
  }
}

/** The folder that it was in is still the same: no disk is missing. */
function wasRemoved({ parentInode, host }: KnownProject, root: string): boolean {
  // A cache that lies in the project has moved with it, or was copied.
  if (host === '') return true;
  const parent = statSync(dirname(root), { throwIfNoEntry: false });
  return parent?.ino === parentInode;
}

function unknown(problem: string): Seen {
  return { state: 'unknown', problem };
}
