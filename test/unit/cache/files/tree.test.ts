import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../src/cache/files/digest.ts';
import { listTree, readTree, treeDigest } from '../../../../src/cache/files/tree.ts';
import { PipelineError } from '../../../../src/pipeline/faults/error.ts';
import { projectFolder } from '../../../project-folder.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

const files = { 'b.txt': 'bb', 'a/z.txt': 'z', 'a.txt': 'a' };

describe('listTree', () => {
  it('lists the folder itself and everything below, by code units', () => {
    const folder = projectFolder({ ...files, 'É.txt': '', 'Z.txt': '' });
    expect(listTree(folder).map(({ path }) => path)).toEqual([
      '',
      'Z.txt',
      'a',
      'a.txt',
      'a/z.txt',
      'b.txt',
      'É.txt',
    ]);
  });

  it('does not follow links', () => {
    const folder = projectFolder(files);
    symlinkSync('a', join(folder, 'link'));
    expect(listTree(folder).map(({ path }) => path)).not.toContain('link/z.txt');
  });

  it.runIf(process.platform === 'linux')('names what is not UTF-8 by its bytes', () => {
    const folder = projectFolder({ 'a/\uFFFD.txt': 'only looks so' });
    mkdirSync(Buffer.concat([Buffer.from(join(folder, 'a/x')), Buffer.from([0xff])]));
    expect(listTree(folder).map(({ path, isNoText }) => [path, isNoText])).toEqual([
      ['', undefined],
      ['a', undefined],
      ['a/x\\xff', true],
      ['a/\uFFFD.txt', undefined],
    ]);
  });

  it('lists a file as itself', () => {
    expect(listTree(join(projectFolder(files), 'a.txt')).map(({ path }) => path)).toEqual(['']);
  });
});

describe('readTree', () => {
  it('reads everything that counts as content', () => {
    const folder = projectFolder(files);
    chmodSync(join(folder, 'b.txt'), 0o700);
    symlinkSync('../nowhere', join(folder, 'link'));
    expect(readTree(folder)).toEqual([
      { kind: 'folder', path: 'a' },
      { kind: 'file', path: 'a.txt', sizeBytes: 1, executable: false, sha256: sha256('a') },
      { kind: 'file', path: 'a/z.txt', sizeBytes: 1, executable: false, sha256: sha256('z') },
      { kind: 'file', path: 'b.txt', sizeBytes: 2, executable: true, sha256: sha256('bb') },
      { kind: 'link', path: 'link', target: '../nowhere' },
    ]);
  });

  it('names the folder that is not there', () => {
    const folder = join(temporaryFolder(), 'missing');
    expect(() => readTree(folder)).toThrow(
      new PipelineError('file-vanished', `reading a folder failed, the file is gone (ENOENT): ${folder}`, {
        hint: 'If another program removed it, run the same command again.',
        cause: expect.anything() as unknown,
      }),
    );
  });

  it.skipIf(process.platform === 'win32')('refuses a pipe', () => {
    const folder = temporaryFolder();
    spawnSync('mkfifo', [join(folder, 'pipe')]);
    expect(() => readTree(folder)).toThrow(
      new PipelineError('stage-failed', `${folder}/pipe is neither a file, a folder nor a symbolic link`, {
        hint: 'An output may hold files, folders and links only: remove sockets, pipes and devices before the stage ends.',
      }),
    );
  });
});

describe('treeDigest', () => {
  const changes: [string, (folder: string) => void][] = [
    [
      'a byte',
      (folder) => {
        writeFileSync(join(folder, 'a.txt'), 'b');
      },
    ],
    [
      'a name',
      (folder) => {
        renameSync(join(folder, 'a.txt'), join(folder, 'c.txt'));
      },
    ],
    [
      'an empty folder more',
      (folder) => {
        mkdirSync(join(folder, 'empty'));
      },
    ],
    [
      'the permission to execute',
      (folder) => {
        chmodSync(join(folder, 'a.txt'), 0o755);
      },
    ],
    [
      'a link in place of the file with the same content',
      (folder) => {
        rmSync(join(folder, 'a.txt'));
        symlinkSync('a', join(folder, 'a.txt'));
      },
    ],
    [
      'a name that holds a line break and looks like two entries',
      (folder) => {
        rmSync(join(folder, 'b.txt'));
        writeFileSync(join(folder, 'b.txt\nfile "c"'), 'bb');
      },
    ],
  ];

  it.each(changes)('moves with %s', (_title, change) => {
    const folder = projectFolder(files);
    const before = treeDigest(readTree(folder));
    change(folder);
    expect(treeDigest(readTree(folder))).not.toBe(before);
  });

  it('stays with times, with the permission to write and with the place', () => {
    const folder = projectFolder(files);
    const other = projectFolder(files);
    utimesSync(join(other, 'a.txt'), 1000, 1000);
    chmodSync(join(other, 'b.txt'), 0o444);
    expect(treeDigest(readTree(other))).toBe(treeDigest(readTree(folder)));
  });

  it('of nothing is the digest of nothing', () => {
    expect(treeDigest(readTree(temporaryFolder()))).toBe(sha256(''));
  });
});
