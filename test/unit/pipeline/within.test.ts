import { join, sep } from 'node:path';
import { expect, it } from 'vitest';
import { isWithin } from '../../../src/pipeline/within.ts';

it.each([
  ['the folder itself', join(sep, 'a'), true],
  ['what lies in it, however deep', join(sep, 'a', 'b', 'c'), true],
  ['a folder whose name begins the same', join(sep, 'ab'), false],
  ['the folder around it', sep, false],
])('says of %s whether it is within a folder', (_what, path, within) => {
  expect(isWithin(path, join(sep, 'a'))).toBe(within);
  expect(isWithin(path, sep)).toBe(true);
});
