import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CacheFolder } from '../../../../src/cache/files/cache-folder.ts';
import { sha256 } from '../../../../src/cache/files/digest.ts';
import {
  acquireLock,
  breakLock,
  lockOwner,
  releaseLock,
} from '../../../../src/cache/sessions/action-lock.ts';
import { type Owner, Session, startOf } from '../../../../src/cache/sessions/session.ts';
import { PipelineError } from '../../../../src/pipeline/faults/error.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

const key = sha256('key');

function ownerHere(cache: CacheFolder): Owner {
  const session = new Session(cache);
  onTestFinished(() => {
    session.close();
  });
  return session.owner;
}

/** Another process of this machine, which lives: the parent of the test process. */
function livingOwner(cache: CacheFolder): Owner {
  const started = startOf(process.ppid);
  return {
    ...ownerHere(cache),
    session: 'other',
    pid: process.ppid,
    ...(started !== undefined && { started }),
  };
}

const { pid: endedPid } = spawnSync(process.execPath, ['--version']);

function deadOwner(cache: CacheFolder): Owner {
  return { ...ownerHere(cache), session: 'dead', pid: endedPid };
}

describe('acquireLock', () => {
  it('takes a free lock and tells others whose it is', () => {
    const cache = temporaryCache();
    const owner = ownerHere(cache);
    expect(lockOwner(cache, key)).toBeUndefined();
    expect(acquireLock(cache, key, owner)).toEqual({ state: 'acquired' });
    expect(lockOwner(cache, key)).toEqual(owner);
    expect(readdirSync(cache.locks)).toEqual([`${key}.json`]);
  });

  it('takes a lock again that its own session holds', () => {
    const cache = temporaryCache();
    const owner = ownerHere(cache);
    acquireLock(cache, key, owner);
    expect(acquireLock(cache, key, owner)).toEqual({ state: 'acquired' });
  });

  it('leaves the lock of a living process alone and says whose it is', () => {
    const cache = temporaryCache();
    const living = livingOwner(cache);
    acquireLock(cache, key, living);
    expect(acquireLock(cache, key, ownerHere(cache))).toEqual({ state: 'held', owner: living });
    expect(lockOwner(cache, key)).toEqual(living);
    expect(readdirSync(cache.locks)).toEqual([`${key}.json`]);
  });

  it('takes over the lock of a dead process at once', () => {
    const cache = temporaryCache();
    const owner = ownerHere(cache);
    acquireLock(cache, key, deadOwner(cache));
    expect(acquireLock(cache, key, owner)).toEqual({ state: 'acquired' });
    expect(lockOwner(cache, key)).toEqual(owner);
    expect(readdirSync(cache.locks)).toEqual([`${key}.json`]);
  });

  it('takes over the lock of a process whose id another one has by now', () => {
    const cache = temporaryCache();
    const living = livingOwner(cache);
    acquireLock(cache, key, { ...living, started: 'long ago' });
    const owner = ownerHere(cache);
    expect(acquireLock(cache, key, owner)).toEqual({ state: 'acquired' });
    expect(lockOwner(cache, key)).toEqual(owner);
  });

  it.each(['', '{"sha256":"', 'rubbish'])('takes over a lock that cannot be read: "%s"', (text) => {
    const cache = temporaryCache();
    writeFileSync(cache.lock(key), text);
    expect(acquireLock(cache, key, ownerHere(cache))).toEqual({ state: 'acquired' });
  });

  it('makes the folder of the locks where somebody removed it', () => {
    const cache = temporaryCache();
    rmSync(cache.locks, { recursive: true });
    expect(acquireLock(cache, key, ownerHere(cache))).toEqual({ state: 'acquired' });
  });

  it('names the path where it cannot lock', () => {
    const cache = temporaryCache();
    rmSync(cache.locks, { recursive: true });
    writeFileSync(cache.locks, 'a file where the folder should be');
    expect(() => acquireLock(cache, key, ownerHere(cache))).toThrow(
      new PipelineError('file-system', `locking an action failed (EEXIST): ${cache.locks}`, {
        hint: 'Look at the path; then run the same command again.',
      }),
    );
  });
});

describe('releaseLock', () => {
  it('leaves what cannot be removed: its process is gone soon', () => {
    const cache = temporaryCache();
    mkdirSync(cache.lock(key));
    releaseLock(cache, key);
    expect(existsSync(cache.lock(key))).toBe(true);
  });

  it('lets the next one have it, and may be called twice', () => {
    const cache = temporaryCache();
    acquireLock(cache, key, ownerHere(cache));
    releaseLock(cache, key);
    releaseLock(cache, key);
    expect(lockOwner(cache, key)).toBeUndefined();
  });
});

describe('breakLock', () => {
  it('gives a lock back that became somebody else’s in the meantime', () => {
    const cache = temporaryCache();
    const owner = ownerHere(cache);
    acquireLock(cache, key, owner);
    breakLock(cache, key, deadOwner(cache));
    expect(lockOwner(cache, key)).toEqual(owner);
    expect(readdirSync(cache.locks)).toEqual([`${key}.json`]);
  });

  it('does nothing where the lock is gone already', () => {
    const cache = temporaryCache();
    breakLock(cache, key, undefined);
    expect(existsSync(cache.lock(key))).toBe(false);
  });
});
