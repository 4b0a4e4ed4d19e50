import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { userFolder } from '../../../src/pipeline/user-folder.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

describe.skipIf(process.platform === 'win32')('userFolder', () => {
  it('is made in the cache of the user, for nobody else to write, whatever the umask', () => {
    const umask = process.umask(0);
    onTestFinished(() => void process.umask(umask));
    const root = temporaryFolder();
    const folder = userFolder('compiled', { XDG_CACHE_HOME: root });
    expect(folder).toBe(join(root, 'eos-pipeline/compiled'));
    expect([folder!, join(root, 'eos-pipeline')].map((path) => lstatSync(path).mode & 0o777)).toEqual([
      0o700, 0o700,
    ]);
    expect(userFolder('compiled', { XDG_CACHE_HOME: root })).toBe(folder);
  });

  it.each(['', 'relative'])('is none where HOME is "%s"', (home) => {
    vi.stubEnv('HOME', home);
    expect(userFolder('compiled', {})).toBeUndefined();
    expect(existsSync(join(home, '.cache'))).toBe(false);
  });

  it.each<[string, (folder: string) => void]>([
    [
      'is writable for others',
      (folder) => {
        chmodSync(folder, 0o777);
      },
    ],
    [
      'is writable for the group',
      (folder) => {
        chmodSync(folder, 0o770);
      },
    ],
    [
      'is a link',
      (folder) => {
        renameSync(folder, `${folder}-real`);
        symlinkSync('compiled-real', folder);
      },
    ],
    [
      'lies in a folder that others can write',
      (folder) => {
        chmodSync(join(folder, '..'), 0o777);
      },
    ],
    [
      'lies below a folder that others can write',
      (folder) => {
        chmodSync(join(folder, '../..'), 0o777);
      },
    ],
  ])('is not used where it %s', (_title, act) => {
    const root = temporaryFolder();
    act(userFolder('compiled', { XDG_CACHE_HOME: root })!);
    expect(userFolder('compiled', { XDG_CACHE_HOME: root })).toBeUndefined();
  });

  it.skipIf(process.getuid?.() !== 0)('is not used where it belongs to another user', () => {
    const root = temporaryFolder();
    chownSync(userFolder('compiled', { XDG_CACHE_HOME: root })!, 4711, 4711);
    expect(userFolder('compiled', { XDG_CACHE_HOME: root })).toBeUndefined();
  });

  it('is not used where it cannot be made', () => {
    const root = temporaryFolder();
    mkdirSync(join(root, 'eos-pipeline'));
    symlinkSync('nowhere/at/all', join(root, 'eos-pipeline/compiled'));
    expect(userFolder('compiled', { XDG_CACHE_HOME: root })).toBeUndefined();
  });
});
