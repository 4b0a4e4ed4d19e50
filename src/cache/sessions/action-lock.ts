import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { CacheFolder } from '../files/cache-folder.ts';
import type { Digest } from '../files/digest.ts';
import { linkIfFree, removeFile, siblingName } from '../files/replace-file.ts';
import { removeTree } from '../files/remove-tree.ts';
import { readSealed, sealedText, writeSealed } from '../files/sealed-json.ts';
import { type Owner, isAlive, ownerShape } from './session.ts';
import { isMissing, systemError } from '../files/system-error.ts';

/** The outcome of asking for the lock of an action. */
export type LockAttempt = { state: 'acquired' } | { state: 'held'; owner: Owner };

/**
 * Asks for the lock of an action. A lock whose owner is dead is taken over at once; a damaged one has no owner.
 *
 * The lock spares two processes the same work. Correctness does not rest on it: both would store the same content under
 * names that follow from the content.
 */
export function acquireLock(cache: CacheFolder, key: Digest, owner: Owner): LockAttempt {
  const path = cache.lock(key);
  const mine = siblingName(path);
  try {
    writeLock(mine, owner);
    for (;;) {
      if (linkIfFree(mine, path)) return { state: 'acquired' };
      const holder = lockOwner(cache, key);
      if (holder !== undefined && (holder.session === owner.session || isAlive(cache, holder))) {
        return holder.session === owner.session ? { state: 'acquired' } : { state: 'held', owner: holder };
      }
      breakLock(cache, key, holder);
    }
  } catch (error) {
    throw systemError(error, 'locking an action', path);
  } finally {
    removeFile(mine);
  }
}

/** Takes a lock from an owner that works for the new one. */
export function replaceLock(cache: CacheFolder, key: Digest, owner: Owner): void {
  writeSealed(cache.lock(key), owner, 'locking an action', false);
}

/** Gives a lock back. */
export function releaseLock(cache: CacheFolder, key: Digest): void {
  removeFile(cache.lock(key));
}

/** Who holds the lock of an action; undefined where nobody does. */
export function lockOwner(cache: CacheFolder, key: Digest): Owner | undefined {
  const read = readSealed<Owner>(cache.lock(key), 'reading a lock', ownerShape);
  return read.state === 'read' ? read.content : undefined;
}

/** Removes the lock of a dead owner, unless it has become somebody else's in the meantime. */
export function breakLock(cache: CacheFolder, key: Digest, dead: Owner | undefined): void {
  const path = cache.lock(key);
  const aside = siblingName(path);
  try {
    renameSync(path, aside);
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  const read = readSealed<Owner>(aside, 'reading a lock', ownerShape);
  const taken = read.state === 'read' && read.content.session !== dead?.session;
  if (taken) linkIfFree(aside, path);
  removeTree(aside); // it may be anything
}

function writeLock(path: string, owner: Owner): void {
  try {
    writeFileSync(path, sealedText(owner), { flag: 'wx' });
  } catch (error) {
    if (!isMissing(error)) throw error;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, sealedText(owner), { flag: 'wx' });
  }
}
