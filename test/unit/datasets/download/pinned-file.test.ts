import { expect, it } from 'vitest';
import { describePin, formatBytes, pinnedFiles } from '../../../../src/datasets/download/pinned-file.ts';

const sha256 = 'a'.repeat(64);
const pin = { url: 'https://example.org/data.zip', path: 'sub/data.zip', sizeBytes: 1234567, sha256 };

function faults(changes: object): string[] | undefined {
  return pinnedFiles.safeParse([{ ...pin, ...changes }]).error?.issues.map(({ message }) => message);
}

it('says what has to stand where', () => {
  expect(describePin(pinnedFiles.parse([pin])[0]!)).toBe(`sub/data.zip (1,234,567 bytes, sha256 ${sha256})`);
  expect(formatBytes(1)).toBe('1 byte');
});

it('refuses paths that leave the folder, other digests and other addresses', () => {
  expect(faults({ path: '/etc/passwd' })).toEqual(['must be a relative path']);
  expect(faults({ path: 'a/../../b' })).toEqual(['must not lead out of the folder']);
  expect(faults({ sha256: 'c32a1d4ab5d03f1284b67883e8d87530' })).toEqual([
    'must be a sha256: 64 hexadecimal digits in lower case',
  ]);
  expect(faults({ url: 'ftp://example.org/data.zip' })).toEqual(['Invalid URL']);
});

it('refuses paths that no file can have beside the others, and addresses with a password', () => {
  expect(faults({ path: 'download.json' })).toEqual([
    'must not be download.json, which the stage writes itself',
  ]);
  for (const path of ['.', './a', 'a/./b']) expect(faults({ path })).toEqual(['must be written without "."']);
  expect(faults({ path: 'a\nb' })).toEqual(['must hold no control characters']);
  expect(faults({ url: 'https://me:secret@example.org/data.zip' })).toEqual([
    'must hold no user and password, which would stand in records and logs',
  ]);
});

it('pinnedFiles refuses two files of one path, and one inside another', () => {
  const check = (...paths: string[]) =>
    pinnedFiles
      .safeParse(paths.map((path) => ({ ...pin, path })))
      .error?.issues.map(({ message }) => message);
  const message = ['must have paths that differ, none of them inside another'];
  expect(check('a', 'b/a', 'ab', 'b/c')).toBeUndefined();
  expect(check('a', 'b', 'a')).toEqual(message);
  expect(check('a/b', 'a')).toEqual(message);
});
