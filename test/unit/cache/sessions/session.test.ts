import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { CacheFolder } from '../../../../src/cache/files/cache-folder.ts';
import {
  type Owner,
  Session,
  isAlive,
  livingSessions,
  readSession,
  startOf,
} from '../../../../src/cache/sessions/session.ts';
import { writeSealed } from '../../../../src/cache/files/sealed-json.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

function announced(cache: CacheFolder): Owner {
  const session = new Session(cache);
  session.close();
  return session.owner;
}

describe('Session', () => {
  it('announces this process until it is closed', () => {
    const cache = temporaryCache();
    const session = new Session(cache);
    const { owner } = session;
    expect(owner).toMatchObject({ pid: process.pid, host: hostname() });
    expect(readSession(cache, owner.session)).toEqual(owner);
    expect(isAlive(cache, owner)).toBe(true);
    session.close();
    expect(existsSync(cache.session(owner.session))).toBe(false);
    session.close();
  });

  it('ends though its announcement cannot be removed', () => {
    const cache = temporaryCache();
    const session = new Session(cache);
    const path = cache.session(session.owner.session);
    rmSync(path);
    mkdirSync(path);
    session.close();
    expect(existsSync(path)).toBe(true);
  });

  it('has a name that no other session of the same process has', () => {
    const cache = temporaryCache();
    expect(announced(cache).session).not.toBe(announced(cache).session);
  });

  it('shows with each beat that it lives, and announces itself again where its file was removed', () => {
    const cache = temporaryCache();
    const session = new Session(cache);
    const path = cache.session(session.owner.session);
    utimesSync(path, 1000, 1000);
    session.beat();
    expect(Date.now() - statSync(path).mtimeMs).toBeLessThan(60_000);
    rmSync(path);
    session.beat();
    expect(readSession(cache, session.owner.session)).toEqual(session.owner);
    session.close();
  });
});

describe('readSession', () => {
  it('knows nobody by a file that is missing or damaged', () => {
    const cache = temporaryCache();
    expect(readSession(cache, 'missing')).toBeUndefined();
    writeFileSync(cache.session('damaged'), '{"pid":1}');
    expect(readSession(cache, 'damaged')).toBeUndefined();
  });
});

describe('isAlive', () => {
  it('is false as soon as a process of this machine has been killed', async () => {
    const cache = temporaryCache();
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const started = startOf(child.pid!);
    const owner = { ...announced(cache), pid: child.pid!, ...(started !== undefined && { started }) };
    expect(isAlive(cache, owner)).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isAlive(cache, owner)).toBe(false);
  });

  it('is false for a process that has the id of an older one', () => {
    const cache = temporaryCache();
    expect(isAlive(cache, { ...announced(cache), started: 'long ago' })).toBe(false);
  });

  it('believes a living id where the system says no start time', () => {
    const cache = temporaryCache();
    const owner = announced(cache);
    delete owner.started;
    expect(isAlive(cache, owner)).toBe(true);
    const { pid } = spawnSync(process.execPath, ['--version']);
    expect(isAlive(cache, { ...owner, pid })).toBe(false);
  });

  it.each<[string, Partial<Owner>]>([
    ['another host', { host: 'elsewhere' }],
    ['another container', { space: 'another boot or container' }],
  ])('goes by the heartbeat of a process in %s', (_where, change) => {
    const cache = temporaryCache();
    const session = new Session(cache);
    // The id says nothing there: that of a dead process may be alive, and the other way round.
    const owner: Owner = { ...session.owner, ...change, pid: 2 ** 31 - 1 };
    expect(isAlive(cache, owner)).toBe(true);
    const silent = Date.now() / 1000 - 61;
    utimesSync(cache.session(owner.session), silent, silent);
    expect(isAlive(cache, owner)).toBe(false);
    session.close();
    expect(isAlive(cache, { ...owner, pid: process.pid })).toBe(false);
  });
});

describe('startOf', () => {
  it.skipIf(process.platform === 'win32')('is the same each time, and unknown for no process', () => {
    expect(startOf(process.pid)).toMatch(/\d/);
    expect(startOf(process.pid)).toBe(startOf(process.pid));
    expect(startOf(2 ** 31 - 1) ?? '').toBe('');
  });
});

describe('livingSessions', () => {
  it('knows who is at work on the cache; dead processes and damaged announcements do not count', () => {
    const cache = temporaryCache();
    expect(livingSessions(cache)).toEqual([]);
    const [run, gc] = [new Session(cache), new Session(cache, 'gc')];
    writeSealed(cache.session('dead'), { ...run.owner, session: 'dead', started: 'long ago' }, 'testing');
    writeFileSync(cache.session('damaged'), 'not an announcement');
    const found = livingSessions(cache);
    expect(found).toHaveLength(2);
    expect(found).toEqual(expect.arrayContaining([run.owner, gc.owner]));
    expect([run.owner.work, gc.owner.work]).toEqual([undefined, 'gc']);
    run.close();
    expect(livingSessions(cache)).toEqual([gc.owner]);
    gc.close();
  });
});
