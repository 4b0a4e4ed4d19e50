import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { quarantine } from '../../../../src/cache/outputs/quarantine.ts';
import { stage, store, temporaryCache } from '../../../temporary-cache.ts';

/** A place on another file system than the temporary folders, where this machine has one. */
const ELSEWHERE = '/dev/shm';
const elsewhere = existsSync(ELSEWHERE) && statSync(ELSEWHERE).dev !== statSync(tmpdir()).dev;

/** A folder on another file system than the cache. */
function otherFileSystem(): string {
  const folder = mkdtempSync(join(ELSEWHERE, 'eos-test-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
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

it.skipIf(!elsewhere)(
  'copies what lies on another file system, with its times and links, and then removes it',
  () => {
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
  },
);

it.skipIf(!elsewhere)('copies a file and a link that leads nowhere from another file system', () => {
  const cache = temporaryCache();
  const mount = otherFileSystem();
  writeFileSync(join(mount, 'file'), 'text');
  symlinkSync('nowhere', join(mount, 'link'));
  expect(readFileSync(quarantine(cache, join(mount, 'file'))!, 'utf8')).toBe('text');
  expect(readlinkSync(quarantine(cache, join(mount, 'link'))!)).toBe('nowhere');
  expect(readdirSync(mount)).toEqual([]);
  expect(quarantine(cache, join(mount, 'gone'))).toBeUndefined();
});

it.skipIf(!elsewhere)('leaves everything where it is if the copy cannot be completed', () => {
  const cache = temporaryCache();
  const mount = otherFileSystem();
  mkdirSync(join(mount, 'reports'));
  writeFileSync(join(mount, 'reports/thesis.txt'), 'years of work');
  // As long as a path may be: in the quarantine, which lies deeper, it would be longer.
  const name = `/${'x'.repeat(249)}`;
  const deep = join(mount, 'reports') + name.repeat(16);
  mkdirSync(deep + name.slice(0, 4090 - deep.length), { recursive: true });
  expect(() => quarantine(cache, join(mount, 'reports'))).toThrow(
    'moving something to the quarantine failed, a name, or a whole path, is longer than the file system takes (ENAMETOOLONG): ',
  );
  expect(readFileSync(join(mount, 'reports/thesis.txt'), 'utf8')).toBe('years of work');
  expect(readdirSync(join(cache.quarantine, readdirSync(cache.quarantine)[0]!))).toEqual([]);
});
