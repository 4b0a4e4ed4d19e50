import { chmodSync, lstatSync, renameSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import {
  hasSignature,
  isSettled,
  sameSignature,
  signatureAt,
  signatureOf,
  statsAt,
} from '../../../../src/cache/files/signature.ts';
import { projectFolder } from '../../../project-folder.ts';

const changes: [string, (path: string) => void][] = [
  [
    'other content of the same length, with the old modification time set back',
    (path) => {
      const { atimeMs, mtimeMs } = statSync(path);
      writeFileSync(path, 'xyz');
      utimesSync(path, atimeMs / 1000, mtimeMs / 1000);
    },
  ],
  [
    'more content',
    (path) => {
      writeFileSync(path, 'abcd');
    },
  ],
  [
    'another mode',
    (path) => {
      chmodSync(path, 0o600);
    },
  ],
  [
    'another file in its place',
    (path) => {
      writeFileSync(`${path}.new`, 'abc');
      renameSync(`${path}.new`, path);
    },
  ],
];

describe('a signature', () => {
  it.each(changes)('moves with %s', async (_change, change) => {
    const path = join(projectFolder({ x: 'abc' }), 'x');
    const before = signatureAt(path)!;
    expect(hasSignature(path, before)).toBe(true);
    await setTimeout(12);
    change(path);
    expect(hasSignature(path, before)).toBe(false);
    expect(sameSignature(signatureAt(path)!, before)).toBe(false);
  });

  it('is that of a link, not of what it points to', () => {
    const folder = projectFolder({ x: 'abc' });
    symlinkSync('x', join(folder, 'link'));
    expect(signatureAt(join(folder, 'link'))).toEqual(signatureOf(lstatSync(join(folder, 'link'))));
    expect(signatureAt(join(folder, 'link'))).not.toEqual(signatureAt(join(folder, 'x')));
  });

  it('is none where nothing is, and below a file', () => {
    const folder = projectFolder({ x: 'abc' });
    const signature = signatureAt(join(folder, 'x'))!;
    for (const path of [join(folder, 'missing'), join(folder, 'x', 'y')]) {
      expect(statsAt(path)).toBeUndefined();
      expect(signatureAt(path)).toBeUndefined();
      expect(hasSignature(path, signature)).toBe(false);
    }
  });

  it('has five parts, each of which counts', () => {
    const signature = [1, 2, 3, 4, 5] as const;
    expect(sameSignature([...signature], [...signature])).toBe(true);
    for (let part = 0; part < 5; part++) {
      const other = [...signature] as [number, number, number, number, number];
      other[part] = 9;
      expect(sameSignature([...signature], other)).toBe(false);
    }
  });
});

describe('isSettled', () => {
  it('waits for the clock tick of the file system after the last change of content or metadata', () => {
    expect(isSettled([1, 1000, 500, 4, 5], 1021)).toBe(true);
    expect(isSettled([1, 1000, 500, 4, 5], 1020)).toBe(false);
    expect(isSettled([1, 500, 1000, 4, 5], 1020)).toBe(false);
  });

  it('goes by the change time of a file that is dated in the future', () => {
    expect(isSettled([1, 90_000, 1000, 4, 5], 1021)).toBe(true);
    expect(isSettled([1, 90_000, 1000, 4, 5], 1020)).toBe(false);
    expect(isSettled([1, 90_000, 90_000, 4, 5], 1021)).toBe(false);
  });
});
