import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { quarantine } from '../../../src/cache/quarantine.ts';
import { stage, store, temporaryCache } from '../../temporary-cache.ts';

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
