import { readRecord } from '../../cache/actions/action-record.ts';
import type { CacheFolder } from '../../cache/files/cache-folder.ts';
import type { LockedInstance } from '../../cache/lock-file.ts';
import { explainKey } from '../../execution/survey/explain.ts';
import type { Reason } from '../../execution/survey/reason.ts';
import { present } from '../../present.ts';

/** The lines of a lock file, by instance. */
export type Locked = ReadonlyMap<string, LockedInstance>;

/** What became of an instance between two lock files. */
export interface Difference {
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

/** Everything that differs, in the order of the names of the instances. */
export function differencesOf(before: Locked, now: Locked, cache: CacheFolder): Difference[] {
  return [...new Set([...before.keys(), ...now.keys()])]
    .sort()
    .flatMap((instance) => difference(instance, before.get(instance), now.get(instance), cache));
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
