import { setTimeout } from 'node:timers/promises';
import type { CacheFolder } from '../files/cache-folder.ts';
import { sha256 } from '../files/digest.ts';
import { acquireLock, releaseLock } from './action-lock.ts';
import type { Owner } from './session.ts';

const LOOK_MS = 20;

/** Does something while no other process that uses this cache does it: `what` says in words what that is. */
export async function withLock<Result>(
  cache: CacheFolder,
  owner: Owner,
  what: string,
  act: () => Promise<Result> | Result,
): Promise<Result> {
  const key = sha256(what);
  while (acquireLock(cache, key, owner).state !== 'acquired') await setTimeout(LOOK_MS);
  try {
    return await act();
  } finally {
    releaseLock(cache, key);
  }
}
