import type * as Fs from 'node:fs';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { quarantine } from '../../../src/cache/quarantine.ts';
import { PipelineError } from '../../../src/pipeline/error.ts';
import { stage, store, temporaryCache } from '../../temporary-cache.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

/** Folders that are taken for the roots of file systems of their own. */
const mounts: string[] = [];
/** What copying across them meets. */
let copyFailure: (() => void) | undefined;

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof Fs>();
  const mountOf = (path: string): string | undefined => mounts.find((mount) => path.startsWith(mount));
  return {
    ...fs,
    renameSync(from: string, to: string): void {
      if (mountOf(from) !== mountOf(to))
        throw Object.assign(new Error('EXDEV: cross-device link not permitted'), { code: 'EXDEV' });
      fs.renameSync(from, to);
    },
    cpSync(from: string, to: string, options: Fs.CopySyncOptions): void {
      fs.cpSync(from, to, options);
      copyFailure?.();
    },
  };
});

/** A folder on a file system of its own. */
function otherFileSystem(): string {
  const folder = temporaryFolder();
  mounts.push(folder);
  return folder;
}

it('moves a damaged thing to the folder of the day, where a person can look at it', () => {
  const cache = temporaryCache();
  const folder = stage(cache, { 'x.txt': 'abc' });
  const place = quarantine(cache, folder)!;
  expect(dirname(dirname(place))).toBe(cache.quarantine);
  expect(basename(dirname(place))).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(basename(place)).toBe(basename(folder));
  expect(readFileSync(join(place, 'x.txt'), 'utf8')).toBe('abc');
  expect(existsSync(folder)).toBe(false);
});

it('moves a read-only output, and numbers those of the same name', () => {
  const cache = temporaryCache();
  const places = ['', '.2', '.3'].map((suffix) => {
    const { digest } = store(cache, { 'x.txt': 'abc' });
    const place = quarantine(cache, cache.output(digest))!;
    expect(basename(place)).toBe(digest + suffix);
    return place;
  });
  expect(places.every((place) => existsSync(join(place, 'x.txt')))).toBe(true);
});

it('does nothing where another process has moved it already', () => {
  const cache = temporaryCache();
  expect(quarantine(cache, join(cache.outputs, 'gone'))).toBeUndefined();
});

it('copies what lies on another file system, with its times and links, and then removes it', () => {
  const cache = temporaryCache();
  const mount = otherFileSystem();
  mkdirSync(join(mount, 'reports/deep'), { recursive: true });
  writeFileSync(join(mount, 'reports/deep/thesis.txt'), 'years of work');
  utimesSync(join(mount, 'reports/deep/thesis.txt'), 1e9, 1e9);
  symlinkSync('deep/thesis.txt', join(mount, 'reports/latest'));
  const place = quarantine(cache, join(mount, 'reports'))!;
  expect(basename(place)).toBe('reports');
  expect(readFileSync(join(place, 'deep/thesis.txt'), 'utf8')).toBe('years of work');
  expect(lstatSync(join(place, 'deep/thesis.txt')).mtimeMs).toBe(1e12);
  expect(readlinkSync(join(place, 'latest'))).toBe('deep/thesis.txt');
  expect(readdirSync(dirname(place))).toEqual(['reports']);
  expect(readdirSync(mount)).toEqual([]);
});

it('copies a file and a link that leads nowhere from another file system', () => {
  const cache = temporaryCache();
  const mount = otherFileSystem();
  writeFileSync(join(mount, 'file'), 'text');
  symlinkSync('nowhere', join(mount, 'link'));
  expect(readFileSync(quarantine(cache, join(mount, 'file'))!, 'utf8')).toBe('text');
  expect(readlinkSync(quarantine(cache, join(mount, 'link'))!)).toBe('nowhere');
  expect(readdirSync(mount)).toEqual([]);
  expect(quarantine(cache, join(mount, 'gone'))).toBeUndefined();
});

it('leaves everything where it is if the copy cannot be completed', () => {
  const cache = temporaryCache();
  const mount = otherFileSystem();
  mkdirSync(join(mount, 'reports'));
  writeFileSync(join(mount, 'reports/thesis.txt'), 'years of work');
  copyFailure = () => {
    throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  };
  expect(() => quarantine(cache, join(mount, 'reports'))).toThrow(
    new PipelineError(
      'disk-full',
      `moving something to the quarantine failed, no space is left on the device (ENOSPC): ${join(mount, 'reports')}`,
      {
        hint: 'Free some space ("eos-pipeline gc" shrinks the cache) or choose another disk with --cache-dir; then run the same command again.',
        cause: expect.anything() as unknown,
      },
    ),
  );
  copyFailure = undefined;
  expect(readFileSync(join(mount, 'reports/thesis.txt'), 'utf8')).toBe('years of work');
  expect(readdirSync(join(cache.quarantine, readdirSync(cache.quarantine)[0]!))).toEqual([]);
});
