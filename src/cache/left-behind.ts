import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CacheFolder } from './cache-folder.ts';
import type { Digest } from './digest.ts';
import { breakLock, lockOwner } from './lock.ts';
import { namesIn } from './names-in.ts';
import { discardTree, removeTree } from './remove-tree.ts';
import { isSiblingName } from './replace-file.ts';
import { isAlive, readSession, sessionFile } from './session.ts';
import { systemError } from './system-error.ts';

/** What killed processes had left. */
export interface LeftBehind {
  sessions: number;
  staging: number;
  locks: number;
}

/** The staging folder of one attempt of one session. */
export function stagingFolder(cache: CacheFolder, session: string, attempt: number): string {
  return join(cache.staging, `${session}.${attempt}`);
}

/** Removes sessions, staging folders, locks and half-removed trees of processes that are dead; those of living ones stay. */
export function cleanLeftBehind(cache: CacheFolder): LeftBehind {
  try {
    const living = new Set<string>();
    let sessions = 0;
    for (const name of namesIn(cache.sessions)) {
      const session = name.replace(/\.json$/, '');
      const owner = readSession(cache, session);
      if (owner !== undefined && isAlive(cache, owner)) {
        living.add(session);
      } else {
        rmSync(sessionFile(cache, session), { force: true });
        sessions++;
      }
    }
    let staging = 0;
    for (const name of namesIn(cache.staging)) {
      if (living.has(name.slice(0, name.lastIndexOf('.')))) continue;
      if (discardTree(cache, join(cache.staging, name))) staging++;
    }
    const locks = cleanLocks(cache, living);
    if (living.size === 0) for (const name of namesIn(cache.trash)) removeTree(join(cache.trash, name));
    return { sessions, staging, locks };
  } catch (error) {
    throw systemError(error, 'cleaning up after a killed process', cache.root);
  }
}

function cleanLocks(cache: CacheFolder, living: ReadonlySet<string>): number {
  let locks = 0;
  for (const name of namesIn(cache.locks)) {
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

/** Makes an empty staging folder. */
export function createStaging(folder: string): void {
  mkdirSync(folder, { recursive: true });
}
