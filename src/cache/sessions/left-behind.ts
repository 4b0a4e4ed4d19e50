import { join } from 'node:path';
import type { CacheFolder } from '../files/cache-folder.ts';
import type { Digest } from '../files/digest.ts';
import { breakLock, lockOwner } from './action-lock.ts';
import { namesIn } from '../files/names-in.ts';
import { discardTree, removeTree } from '../files/remove-tree.ts';
import { isSiblingName } from '../files/replace-file.ts';
import { halfWritten } from './half-written.ts';
import { isAlive, livingSessions, readSession } from './session.ts';
import { statsAt } from '../files/signature.ts';
import { systemCode, systemError } from '../files/system-error.ts';

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
      if (isOurs(() => discardTree(cache, join(cache.staging, name)))) staging++;
    }
    const broken = cleanLocks(cache, locks, living);
    if (living.size === 0) {
      for (const name of trash) isOurs(() => removeTree(join(cache.trash, name)));
      if (dead > 0) removeHalfWritten(cache);
    }
    return { sessions: dead, staging, locks: broken };
  } catch (error) {
    throw systemError(error, 'cleaning up after a killed process', cache.root);
  }
}

/** Listed before the sessions once more: who began to write since had announced itself. */
function removeHalfWritten(cache: CacheFolder): void {
  const paths = halfWritten(cache);
  if (livingSessions(cache).length > 0) return;
  for (const path of paths) isOurs(() => removeTree(path));
}

/** Does what another user's files may forbid; then they are left to that user, and the answer is false. */
function isOurs(act: () => unknown): boolean {
  try {
    return act() !== false;
  } catch (error) {
    if (systemCode(error) === 'EACCES' || systemCode(error) === 'EPERM') return false;
    throw error;
  }
}

function cleanSessions(cache: CacheFolder): { living: Set<string>; dead: number } {
  const living = new Set<string>();
  let dead = 0;
  for (const name of namesIn(cache.sessions)) {
    const path = join(cache.sessions, name);
    if (isSiblingName(name)) {
      const stats = statsAt(path);
      if (stats !== undefined && Date.now() - stats.mtimeMs > ANNOUNCING_MS) removeTree(path);
      continue;
    }
    const session = name.replace(/\.json$/, '');
    const owner = readSession(cache, session);
    if (owner !== undefined && isAlive(cache, owner)) {
      living.add(session);
    } else {
      removeTree(path);
      dead++;
    }
  }
  return { living, dead };
}

function cleanLocks(cache: CacheFolder, names: readonly string[], living: ReadonlySet<string>): number {
  let locks = 0;
  for (const name of names) {
    if (isSiblingName(name)) {
      if (living.size === 0) removeTree(join(cache.locks, name));
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
