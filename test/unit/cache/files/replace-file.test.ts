import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  cleanBeside,
  isSiblingName,
  removeFile,
  renamePatiently,
  replaceFile,
  siblingName,
} from '../../../../src/cache/files/replace-file.ts';
import type { PipelineError } from '../../../../src/pipeline/faults/error.ts';
import { projectFolder } from '../../../project-folder.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

describe('replaceFile', () => {
  it('puts a whole new file in the place of the old one, and leaves nothing else', () => {
    const folder = projectFolder({ x: 'the old content' });
    const path = join(folder, 'x');
    const { ino } = statSync(path);
    replaceFile(path, 'new', 'writing');
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(statSync(path).ino).not.toBe(ino);
    expect(readdirSync(folder)).toEqual(['x']);
  });

  it('makes the folders on the way, and writes bytes as they are', () => {
    const path = join(temporaryFolder(), 'deep/er/x');
    replaceFile(path, new Uint8Array([0, 255]), 'writing', false);
    expect([...readFileSync(path)]).toEqual([0, 255]);
  });

  it('says what it was doing where it cannot, and leaves nothing', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'x');
    mkdirSync(join(path, 'in the way'), { recursive: true });
    expect(() => {
      replaceFile(path, 'new', 'writing the lock file');
    }).toThrow(
      expect.objectContaining({
        name: 'PipelineError',
        code: 'file-system',
        message: `writing the lock file failed, a folder is where a file is expected (EISDIR): ${path}`,
        hint: 'Move the folder away, or name a file; then run the same command again.',
      }) as PipelineError,
    );
    expect(readdirSync(folder)).toEqual(['x']);
  });
});

describe('removeFile', () => {
  it('removes a file, and is content where it is gone or a folder on the way is a file', () => {
    const folder = projectFolder({ x: '', y: '' });
    removeFile(join(folder, 'x'));
    removeFile(join(folder, 'x'));
    removeFile(join(folder, 'y', 'x'));
    expect(readdirSync(folder)).toEqual(['y']);
  });
});

describe('renamePatiently', () => {
  it('renames over a file, and gives up at once where no patience helps', () => {
    const folder = projectFolder({ x: 'x', y: 'y' });
    renamePatiently(join(folder, 'x'), join(folder, 'y'));
    expect(readFileSync(join(folder, 'y'), 'utf8')).toBe('x');
    expect(() => {
      renamePatiently(join(folder, 'x'), join(folder, 'y'));
    }).toThrow(`ENOENT: no such file or directory, rename '${join(folder, 'x')}' -> '${join(folder, 'y')}'`);
  });
});

describe('siblingName', () => {
  it('gives a name beside the file that nothing else has, and that is known for what it is', () => {
    const path = join('/cache', 'x.json');
    const [first, second] = [siblingName(path), siblingName(path)];
    expect(first).not.toBe(second);
    expect(first.startsWith(`${path}.${process.pid}-`)).toBe(true);
    expect([first, second, path, '/cache/x.tmp', '/cache/x.1-2.json'].map(isSiblingName)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('cleanBeside', () => {
  it('removes what killed processes left beside a path, and nothing else', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'pipeline.lock');
    mkdirSync(siblingName(path));
    for (const name of [siblingName(path), path, `${path}.mine.tmp`, siblingName(join(folder, 'other'))])
      writeFileSync(name, '');
    cleanBeside(path);
    expect(
      readdirSync(folder)
        .filter((name) => name.startsWith('pipeline.lock'))
        .sort(),
    ).toEqual(['pipeline.lock', 'pipeline.lock.mine.tmp']);
    expect(readdirSync(folder)).toHaveLength(3);
  });
});
