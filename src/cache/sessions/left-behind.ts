import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CacheFolder } from '../files/cache-folder.ts';
import type { Digest } from '../files/digest.ts';
import { breakLock, lockOwner } from './action-lock.ts';
import { namesIn } from '../files/names-in.ts';
import { discardTree, removeTree } from '../files/remove-tree.ts';
import { isSiblingName } from '../files/replace-file.ts';
import { isAlive, readSession } from './session.ts';
import { statsAt } from '../files/signature.ts';
import { systemError } from '../files/system-error.ts';

/** What killed processes had left. */
export interface LeftBehind {
  sessions: number;
  staging: number;
  locks: number;
}

/** A half-written announcement that is older than this will not be completed. */
const ANNOUNCING_MS = 60_000;

/** Removes sessions, staging folders, locks and half-removed trees of processes that are dead; those of living ones stay. */
export function cleanLeftBehind(cache: CacheFolder): LeftBehind {
  try {
    // Listed before the sessions: who made these had announced itself by then.
    const [stagings, locks, trash] = [cache.staging, cache.locks, cache.trash].map(namesIn) as [
      string[],
      string[],
      string[],
    ];
    const { living, dead } = cleanSessions(cache);
    let staging = 0;
    for (const name of stagings) {
      if (living.has(name.slice(0, name.lastIndexOf('.')))) continue;
      if (discardTree(cache, join(cache.staging, name))) staging++;
    }
    const broken = cleanLocks(cache, locks, living);
    if (living.size === 0) for (const name of trash) removeTree(join(cache.trash, name));
    return { sessions: dead, staging, locks: broken };
  } catch (error) {
    throw systemError(error, 'cleaning up after a killed process', cache.root);
  }
}

function cleanSessions(cache: CacheFolder): { living: Set<string>; dead: number } {
  const living = new Set<string>();
  let dead = 0;
  for (const name of namesIn(cache.sessions)) {
    const path = join(cache.sessions, name);
    if (isSiblingName(name)) {
      const stats = statsAt(path);
      if (stats !== undefined && Date.now() - stats.mtimeMs > ANNOUNCING_MS) rmSync(path, { force: true });
      continue;
    }
    const session = name.replace(/\.json$/, '');
    const owner = readSession(cache, session);
    if (owner !== undefined && isAlive(cache, owner)) {
      living.add(session);
    } else {
      rmSync(path, { force: true });
      dead++;
    }
  }
  return { living, dead };
}

function cleanLocks(cache: CacheFolder, names: readonly string[], living: ReadonlySet<string>): number {
  let locks = 0;
  for (const name of names) {
    if (isSiblingName(name)) {
      if (living.size === 0) rmSync(join(cache.locks, name), { force: true });
      continue;
    }
    const key = name.replace(/\.json$/, '') as Digest;
    const owner = lockOwner(cache, key);
    if (owner !== undefined && (living.has(owner.session) || isAlive(cache, owner))) continue;
    breakLock(cache, key, owner);
    locks++;
  }
  return locks;
}
