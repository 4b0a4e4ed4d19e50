import { mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { changedSince, inputSignature, readInput } from '../../../../src/cache/actions/input-content.ts';
import { PipelineError } from '../../../../src/pipeline/faults/error.ts';
import { projectFolder } from '../../../project-folder.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

describe('readInput', () => {
  it('gives a file and its copy elsewhere the same digest', () => {
    const folder = projectFolder({ 'a.csv': '1,2', 'other/b.csv': '1,2', 'c.csv': '1,3' });
    const digest = (path: string): string => readInput(join(folder, path)).digest;
    expect(digest('a.csv')).toBe(digest('other/b.csv'));
    expect(digest('a.csv')).not.toBe(digest('c.csv'));
  });

  it('gives a folder a digest of the names and contents in it', () => {
    const folder = projectFolder({
      'a/x.csv': '1',
      'a/deep/y.csv': '2',
      'b/x.csv': '1',
      'b/deep/y.csv': '2',
    });
    const digest = (path: string): string => readInput(join(folder, path)).digest;
    expect(digest('a')).toBe(digest('b'));
    renameSync(join(folder, 'b/deep/y.csv'), join(folder, 'b/deep/z.csv'));
    expect(digest('a')).not.toBe(digest('b'));
    expect(digest('a')).not.toBe(digest('a/x.csv'));
  });

  it('takes a link for what it points to', () => {
    const folder = projectFolder({ 'real/x.csv': '1', 'copy/x.csv': '1' });
    symlinkSync('real', join(folder, 'linked'));
    expect(readInput(join(folder, 'linked')).digest).toBe(readInput(join(folder, 'copy')).digest);
    rmSync(join(folder, 'copy/x.csv'));
    symlinkSync('../real/x.csv', join(folder, 'copy/x.csv'));
    expect(readInput(join(folder, 'copy')).digest).toBe(readInput(join(folder, 'real')).digest);
  });

  it('enters a folder that contains itself once', () => {
    const folder = projectFolder({ 'data/x.csv': '1' });
    symlinkSync('.', join(folder, 'data/again'));
    expect(readInput(join(folder, 'data')).digest).toBe(readInput(join(folder, 'data')).digest);
  });

  it('vouches by the signature only for content that is older than a tick of the clock', async () => {
    const folder = projectFolder({ 'x.csv': '1' });
    const path = join(folder, 'x.csv');
    await setTimeout(40);
    expect(readInput(path).settled).toBe(true);
    const soon = new Date(Date.now() + 60_000);
    utimesSync(path, soon, soon);
    expect(readInput(path).settled).toBe(false);
  });

  it('says where an input is missing and what to do', () => {
    const path = join(temporaryFolder(), 'data.csv');
    expect(() => readInput(path)).toThrow(
      new PipelineError('missing-input', `the input ${path} is not there`, {
        hint: 'Create the file or folder, or correct its path under "needs" in pipeline.yaml.',
        cause: expect.anything() as unknown,
      }),
    );
  });

  it('says where a link leads that is an input itself, to nothing', () => {
    const path = join(temporaryFolder(), 'data');
    symlinkSync('nowhere', path);
    expect(() => readInput(path)).toThrow(
      new PipelineError('missing-input', `the input ${path} is a link to nowhere, where nothing is`, {
        hint: 'Correct the link, or the path under "needs" in pipeline.yaml.',
        cause: expect.anything() as unknown,
      }),
    );
  });

  it('counts a link to nothing, or in a circle, in a folder by its text', () => {
    const digest = (target: string): string => {
      const folder = projectFolder({ 'data/x.csv': '1' });
      symlinkSync(target, join(folder, 'data/link'));
      return readInput(join(folder, 'data')).digest;
    };
    expect(digest('nowhere')).toBe(digest('nowhere'));
    expect(digest('nowhere')).not.toBe(digest('elsewhere'));
    expect(digest('nowhere')).not.toBe(digest('link'));
    expect(digest('x.csv/none')).not.toBe(digest('x.csv'));
  });

  it('is the same whether or not programs have left something there', () => {
    const folder = projectFolder({ 'a/x.py': '1', 'b/x.py': '1' });
    const before = inputSignature(join(folder, 'b'));
    for (const name of ['__pycache__/x.pyc', '.DS_Store', '.x.py.swp'])
      mkdirSync(join(folder, 'b', name), { recursive: true });
    symlinkSync('me@host.1', join(folder, 'b/.#x.py'));
    expect(readInput(join(folder, 'a')).digest).toBe(readInput(join(folder, 'b')).digest);
    expect(inputSignature(join(folder, 'b'))).toBe(before);
  });
});

describe('changedSince', () => {
  it('gives what has changed since, files first', async () => {
    const path = join(projectFolder({ 'data/deep/x.csv': '1', 'data/y.csv': '2' }), 'data');
    await setTimeout(12);
    const since = Date.now();
    await setTimeout(12);
    expect(changedSince(path, since)).toEqual([]);
    writeFileSync(join(path, 'deep/z.csv'), '');
    expect(changedSince(path, since)).toEqual([join(path, 'deep/z.csv'), join(path, 'deep')]);
  });
});

describe('inputSignature', () => {
  it('is what readInput gives, and moves with any change below', async () => {
    const folder = projectFolder({ 'data/deep/x.csv': '1' });
    const path = join(folder, 'data');
    const before = inputSignature(path);
    expect(before).toBe(readInput(path).signature);
    await setTimeout(12);
    writeFileSync(join(path, 'deep/x.csv'), '2');
    const changed = inputSignature(path);
    expect(changed).not.toBe(before);
    writeFileSync(join(path, 'deep/y.csv'), '');
    expect(inputSignature(path)).not.toBe(changed);
  });

  it('is undefined where nothing is there', () => {
    expect(inputSignature(join(temporaryFolder(), 'missing'))).toBeUndefined();
  });
});
