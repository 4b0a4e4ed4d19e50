import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../src/cache/files/digest.ts';
import { cleanLeftBehind } from '../../../../src/cache/sessions/left-behind.ts';
import { acquireLock, lockOwner } from '../../../../src/cache/sessions/action-lock.ts';
import { siblingName } from '../../../../src/cache/files/replace-file.ts';
import { writeSealed } from '../../../../src/cache/files/sealed-json.ts';
import { type Owner, Session } from '../../../../src/cache/sessions/session.ts';
import { CacheFolder } from '../../../../src/cache/files/cache-folder.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

const key = sha256('key');

/** Greater than any that a system gives. */
const pid = 2 ** 31 - 1;

/** Announces a process that has ended, as a killed one leaves it. */
function deadSession(cache: CacheFolder): Owner {
  const session = new Session(cache);
  session.close();
  const owner = { ...session.owner, pid, session: `${pid}-dead` };
  writeSealed(cache.session(owner.session), owner, 'announcing');
  return owner;
}

describe('cleanLeftBehind', () => {
  it('finds nothing in a new cache', () => {
    expect(cleanLeftBehind(temporaryCache())).toEqual({ sessions: 0, staging: 0, locks: 0 });
  });

  it('removes session, staging, locks and half-removed trees of a dead process, and counts them', () => {
    const cache = temporaryCache();
    const dead = deadSession(cache);
    for (const attempt of [0, 1]) mkdirSync(cache.stagingOf(dead.session, attempt), { recursive: true });
    writeFileSync(join(cache.stagingOf(dead.session, 0), 'half.txt'), 'half');
    acquireLock(cache, key, dead);
    writeFileSync(siblingName(cache.lock(key)), 'half a lock');
    mkdirSync(join(cache.trash, 'half-removed'), { recursive: true });
    expect(cleanLeftBehind(cache)).toEqual({ sessions: 1, staging: 2, locks: 1 });
    for (const folder of [cache.sessions, cache.staging, cache.locks, cache.trash]) {
      expect(readdirSync(folder)).toEqual([]);
    }
    expect(cleanLeftBehind(cache)).toEqual({ sessions: 0, staging: 0, locks: 0 });
  });

  it('leaves everything of a living process', () => {
    const cache = temporaryCache();
    const living = new Session(cache);
    const dead = deadSession(cache);
    const staging = cache.stagingOf(living.owner.session, 3);
    mkdirSync(staging, { recursive: true });
    mkdirSync(cache.stagingOf(dead.session, 0), { recursive: true });
    acquireLock(cache, key, living.owner);
    const half = siblingName(cache.lock(key));
    writeFileSync(half, 'a lock that is being written');
    mkdirSync(join(cache.trash, 'being-removed'), { recursive: true });
    expect(cleanLeftBehind(cache)).toEqual({ sessions: 1, staging: 1, locks: 0 });
    expect(lockOwner(cache, key)).toEqual(living.owner);
    for (const path of [staging, half, join(cache.trash, 'being-removed')])
      expect(existsSync(path)).toBe(true);
    living.close();
  });

  it('takes a lock or a session that cannot be read for nobody’s', () => {
    const cache = temporaryCache();
    writeFileSync(cache.lock(key), '');
    writeFileSync(cache.session('broken'), '{');
    expect(cleanLeftBehind(cache)).toEqual({ sessions: 1, staging: 0, locks: 1 });
    expect(existsSync(cache.lock(key))).toBe(false);
  });
});

describe('announcements that are being written', () => {
  it('stay while their process may complete them, and go later', () => {
    const cache = temporaryCache();
    const half = siblingName(cache.session('starting'));
    writeFileSync(half, '{');
    expect(cleanLeftBehind(cache)).toEqual({ sessions: 0, staging: 0, locks: 0 });
    expect(existsSync(half)).toBe(true);
    utimesSync(half, 1, 1);
    cleanLeftBehind(cache);
    expect(existsSync(half)).toBe(false);
  });
});

describe('a process that starts while another cleans up', () => {
  it('keeps its staging folder', () => {
    const cache = temporaryCache();
    const folder = cache.staging;
    let starting: Session | undefined;
    const cleaned = Object.defineProperty(new CacheFolder(cache.root), 'staging', {
      get() {
        starting ??= new Session(cache);
        mkdirSync(cache.stagingOf(starting.owner.session, 0), { recursive: true });
        return folder;
      },
    });
    expect(cleanLeftBehind(cleaned)).toEqual({ sessions: 0, staging: 0, locks: 0 });
    expect(readdirSync(folder)).toHaveLength(1);
    starting!.close();
  });
});

describe('stagingFolder', () => {
  it('is one of its own for each attempt of each session', () => {
    const cache = temporaryCache();
    const names = [cache.stagingOf('a', 0), cache.stagingOf('a', 1), cache.stagingOf('b', 0)];
    expect(new Set(names).size).toBe(3);
    expect(names[0]).toBe(join(cache.staging, 'a.0'));
  });
});
