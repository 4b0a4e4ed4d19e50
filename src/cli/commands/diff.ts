import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { CacheFolder } from '../../cache/files/cache-folder.ts';
import { readRecord } from '../../cache/actions/action-record.ts';
import { parseLockFile, readLockFile, type LockedInstance } from '../../cache/lock-file.ts';
import { explainKey } from '../../execution/survey/explain.ts';
import type { Reason } from '../../execution/survey/reason.ts';
import { PipelineError } from '../../pipeline/faults/error.ts';
import type { GlobalOptions } from '../options.ts';
import { say, sayJson } from '../output.ts';
import { projectFolders } from '../folders.ts';
import { reasonText } from '../reason-text.ts';
import { present } from '../../present.ts';

const LOCK = 'pipeline.lock';

type Locked = ReadonlyMap<string, LockedInstance>;

interface Difference {
  instance: string;
  change: 'added' | 'removed' | 'changed' | 'same output';
  /** What moved in the key; absent where the cache has one of the two records no more. */
  reasons?: Reason[];
  metrics: {
    name: string;
    before?: LockedInstance['metrics'][string];
    after?: LockedInstance['metrics'][string];
  }[];
}

/** Compares pipeline.lock with that of a git revision or with another lock file: parameters, outputs, metrics. */
export function run([revision = 'HEAD']: string[], options: GlobalOptions): number {
  const { root, cacheFolder } = projectFolders(options);
  const now = readLockFile(join(root, LOCK));
  if (now === undefined)
    throw new PipelineError('missing-output', `there is no ${LOCK} in ${root}: nothing ran here yet`, {
      hint: 'run "eos-pipeline repro"',
    });
  const before = lockedAt(revision, root);
  const cache = new CacheFolder(cacheFolder);
  const differences = [...new Set([...before.keys(), ...now.keys()])]
    .sort()
    .flatMap((instance) => difference(instance, before.get(instance), now.get(instance), cache));
  if (options.json === true) sayJson({ type: 'diff', against: revision, differences });
  else say(differences.length === 0 ? `no difference to ${revision}` : differences.map(describe).join('\n'));
  return 0;
}

function difference(
  instance: string,
  before: LockedInstance | undefined,
  now: LockedInstance | undefined,
  cache: CacheFolder,
): Difference[] {
  if (before?.key === now?.key && before?.output === now?.output) return [];
  const names = [...new Set([...Object.keys(before?.metrics ?? {}), ...Object.keys(now?.metrics ?? {})])];
  const metrics = names
    .map((name) => ({ name, before: before?.metrics[name], after: now?.metrics[name] }))
    .filter((metric) => metric.before !== metric.after)
    .map(({ name, before: old, after }) => ({
      name,
      ...present({ before: old, after }),
    }));
  if (before === undefined) return [{ instance, change: 'added', metrics }];
  if (now === undefined) return [{ instance, change: 'removed', metrics }];
  const reasons = whatMoved(before, now, cache);
  const change = before.output === now.output ? 'same output' : 'changed';
  return [{ instance, change, metrics, ...present({ reasons }) }];
}

function whatMoved(before: LockedInstance, now: LockedInstance, cache: CacheFolder): Reason[] | undefined {
  if (before.key === now.key) return [];
  const [old, present] = [readRecord(cache, before.key), readRecord(cache, now.key)];
  if (old.state !== 'read' || present.state !== 'read') return undefined;
  const { key, fields, sources } = present.content;
  return explainKey(cache, old.content, { key, fields, sources, projectFiles: [] });
}

function describe({ instance, change, reasons, metrics }: Difference): string {
  const mark = { added: '+', removed: '-', changed: '~', 'same output': '=' }[change];
  const lines = [`${mark} ${instance}${change === 'same output' ? ' (other key, same output)' : ''}`];
  if (change === 'changed' || change === 'same output') {
    lines.push(...(reasons ?? []).map((reason) => `    ${reasonText(reason)}`));
    if (reasons === undefined) lines.push('    what moved is not known: the cache has not both records');
    else if (reasons.length === 0) lines.push('    nothing moved in its key: the stage is not deterministic');
    lines.push(
      ...metrics.map(
        ({ name, before, after }) => `    ${name}: ${before ?? 'absent'} → ${after ?? 'absent'}`,
      ),
    );
  }
  return lines.join('\n');
}

function lockedAt(revision: string, root: string): Locked {
  const file = resolve(revision);
  if (existsSync(file)) return parseLockFile(readFileSync(file, 'utf8'), relative(process.cwd(), file));
  try {
    // "./" is relative to the working directory of git, so that a project below the root of the repository works too.
    const text = execFileSync('git', ['show', `${revision}:./${LOCK}`], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 1 << 30,
    });
    return parseLockFile(text, `${revision}:${LOCK}`);
  } catch (cause) {
    if (cause instanceof PipelineError) throw cause;
    const said = (cause as { stderr?: string }).stderr?.trim() ?? (cause as Error).message;
    throw new PipelineError(
      'bad-argument',
      `"${revision}" is neither a lock file nor a git revision with ${LOCK}: ${said}`,
      {
        hint: 'name a revision ("git log") in which the lock file is committed, or the path of another lock file',
        cause,
      },
    );
  }
}
