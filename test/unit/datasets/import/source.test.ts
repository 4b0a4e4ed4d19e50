import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { dump } from 'npyjs';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../../../src/datasets/data-error.ts';
import type { ArrayPieces } from '../../../../src/datasets/import/array.ts';
import { importSource, readSplit } from '../../../../src/datasets/import/source.ts';
import { readPieces } from '../../../read-pieces.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

function npy(values: number[], shape: number[]): Buffer {
  return Buffer.from(dump(Float64Array.from(values), shape));
}

function data(files: Record<string, string | Buffer>): { path: string; name: string } {
  const path = temporaryFolder();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
  return { path, name: 'my/data' };
}

describe('readSplit', () => {
  it('reads each split from its own file of a folder', async () => {
    const folder = data({ 'a.csv': 'x,y\n1,u\n2,v\n', 'b.csv': 'x,y\n3,v\n' });
    const source = importSource.parse({
      format: 'csv',
      label: 'y',
      train: { file: 'a.csv' },
      test: { file: 'b.csv' },
    });
    expect((await readSplit(folder, source, 'train'))?.labels).toEqual(['u', 'v']);
    expect((await readSplit(folder, source, 'test'))?.labels).toEqual(['v']);
  });

  it('reads the file itself where the need names a file, and no test split where none is named', async () => {
    const folder = data({ 'a.csv': 'x,y\n1,u\n2,v\n' });
    const file = { path: join(folder.path, 'a.csv'), name: 'my/a.csv' };
    const source = importSource.parse({ format: 'csv', label: 'y' });
    expect((await readSplit(file, source, 'train'))?.inputs.name).toBe('a.csv');
    expect(await readSplit(file, source, 'test')).toBeUndefined();
  });

  it('reads inputs and labels from two files', async () => {
    const folder = data({ 'x.npy': npy([1, 2, 3, 4], [2, 2]), 'y.npy': npy([0, 1], [2]) });
    const source = importSource.parse({ format: 'npy', train: { inputs: 'x.npy', labels: 'y.npy' } });
    const split = await readSplit(folder, source, 'train');
    expect(split?.inputs).toMatchObject({ name: 'x.npy', shape: [2, 2] });
    expect(await readPieces(split?.inputs.values as ArrayPieces)).toEqual([1, 2, 3, 4]);
    expect(split?.labels).toEqual(['0', '1']);
    expect(split?.placeOfLabel(1)).toBe('y.npy, row 1');
  });

  it('says what a folder holds where the file is not named, or not there, or a folder', async () => {
    const folder = data({ 'a.csv': '', 'b.csv': '' });
    mkdirSync(join(folder.path, 'sub'));
    const read = (train: object): Promise<unknown> =>
      readSplit(folder, importSource.parse({ format: 'csv', label: 'y', train }), 'train');
    await expect(read({})).rejects.toThrow(
      new DataError(
        'my/data is a folder: name the file in it that is meant (source.train.file); it holds a.csv, b.csv, sub',
      ),
    );
    await expect(read({ file: 'c.csv' })).rejects.toThrow(
      new DataError('my/data holds no file c.csv (source.train.file); it holds a.csv, b.csv, sub'),
    );
    await expect(read({ file: 'sub' })).rejects.toThrow(
      new DataError('my/data holds no file sub (source.train.file); it holds a.csv, b.csv, sub'),
    );
  });

  it('refuses what lies outside of the data, whose changes would go unseen', async () => {
    const folder = data({ 'a.csv': 'x,y\n1,u\n' });
    const read = (source: object): Promise<unknown> => readSplit(folder, importSource.parse(source), 'train');
    const csv = { format: 'csv', label: 'y' };
    for (const file of ['../other/a.csv', 'sub/../../a.csv', '..'])
      await expect(read({ ...csv, train: { file } })).rejects.toThrow(
        new DataError(
          `${file} (source.train.file) leads out of my/data, expected a file inside it: name a folder that holds all of the data under needs`,
        ),
      );
    await expect(read({ format: 'images', train: { folder: '../photos' } })).rejects.toThrow(
      '../photos (source.train.folder) leads out of my/data, expected a folder inside it',
    );
    await expect(read({ ...csv, train: { file: './sub/../a.csv' } })).resolves.toBeDefined();
    await expect(read({ ...csv, train: { file: '..a.csv' } })).rejects.toThrow('holds no file ..a.csv');
  });

  it('knows what Git LFS leaves of a file that was not fetched', async () => {
    const folder = data({ 'a.csv': 'version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 5\n' });
    const source = importSource.parse({ format: 'csv', label: 'y', train: { file: 'a.csv' } });
    await expect(readSplit(folder, source, 'train')).rejects.toThrow('a.csv is a pointer of Git LFS');
  });

  it('names a link to nothing', async () => {
    const folder = data({});
    symlinkSync('nowhere', join(folder.path, 'a.csv'));
    const source = importSource.parse({ format: 'csv', label: 'y', train: { file: 'a.csv' } });
    await expect(readSplit(folder, source, 'train')).rejects.toThrow(
      new DataError(
        'my/data: a.csv (source.train.file) is a link to nothing, expected a file: mend it, or put the file in its place',
      ),
    );
  });

  it('says that a folder was expected', async () => {
    const folder = data({ 'x.npz': '' });
    const file = { path: join(folder.path, 'x.npz'), name: basename('x.npz') };
    const images = importSource.parse({ format: 'images' });
    await expect(readSplit(file, images, 'train')).rejects.toThrow(
      new DataError('x.npz is a file, expected a folder that holds . (source.train.folder)'),
    );
    const npz = importSource.parse({
      format: 'npz',
      train: { file: 'y.npz', inputs: 'x', labels: 'y' },
    });
    await expect(readSplit(file, npz, 'train')).rejects.toThrow(
      new DataError('x.npz is a file, expected a folder that holds y.npz (source.train.file)'),
    );
  });
});
