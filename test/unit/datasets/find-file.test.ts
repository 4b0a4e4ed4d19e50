import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../../src/datasets/data-error.ts';
import { findFile } from '../../../src/datasets/find-file.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

describe('findFile', () => {
  it('finds the file that is wished most, at any depth', async () => {
    const path = temporaryFolder();
    mkdirSync(join(path, 'a', 'b'), { recursive: true });
    writeFileSync(join(path, 'second'), '');
    writeFileSync(join(path, 'a', 'b', 'first'), '');
    expect(await findFile({ path, name: 'x' }, ['first', 'second'])).toBe(join(path, 'a', 'b', 'first'));
    expect(await findFile({ path, name: 'x' }, ['absent', 'second'])).toBe(join(path, 'second'));
  });

  it('takes a file for the folder that holds it', async () => {
    const path = join(temporaryFolder(), 'train.txt');
    writeFileSync(path, '');
    expect(await findFile({ path, name: 'x' }, ['train.txt'])).toBe(path);
  });

  it('says what is there instead', async () => {
    const path = temporaryFolder();
    await expect(findFile({ path, name: 'data/x' }, ['a', 'b'])).rejects.toThrow(
      'data/x holds no file, expected a or b in it',
    );
    for (let i = 0; i < 10; i++) writeFileSync(join(path, `f${i}`), '');
    await expect(findFile({ path, name: 'data/x' }, ['a'])).rejects.toThrow(
      'data/x holds f0, f1, f2, f3, f4, f5, f6, f7, 2 more, expected a in it',
    );
  });

  it('names a folder that cannot be read', async () => {
    await expect(findFile({ path: '/nowhere', name: 'data/x' }, ['a'])).rejects.toThrow(
      "data/x cannot be read (ENOENT: no such file or directory, stat '/nowhere')",
    );
  });

  it('takes the nearest level that has the file, through links, and refuses two there', async () => {
    const path = temporaryFolder();
    const elsewhere = temporaryFolder();
    mkdirSync(join(elsewhere, 'deep'));
    writeFileSync(join(elsewhere, 'deep', 'x'), '');
    writeFileSync(join(elsewhere, 'x'), '');
    symlinkSync(elsewhere, join(path, 'a'));
    symlinkSync('..', join(path, 'up'));
    expect(await findFile({ path, name: 'data' }, ['x'])).toBe(join(path, 'a', 'x'));
    mkdirSync(join(path, 'b'));
    writeFileSync(join(path, 'b', 'x'), '');
    await expect(findFile({ path, name: 'data' }, ['x'])).rejects.toThrow(
      new DataError('data holds a/x and b/x, expected one x: which is meant cannot be told; take one out'),
    );
  });

  it('names a link to nothing where it is the file that is wanted', async () => {
    const path = temporaryFolder();
    symlinkSync('nowhere', join(path, 'x'));
    writeFileSync(join(path, 'y'), '');
    await expect(findFile({ path, name: 'data' }, ['x'])).rejects.toThrow(
      new DataError('data: x is a link to nothing: mend it, or put the file in its place'),
    );
    expect(await findFile({ path, name: 'data' }, ['y'])).toBe(join(path, 'y'));
  });
});
