import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { storeOutput } from '../../../../src/cache/outputs/output-store.ts';
import { checkFolder, makeOwn } from '../../../../src/cache/outputs/own-tree.ts';
import { PipelineError } from '../../../../src/pipeline/faults/error.ts';
import { projectFolder } from '../../../project-folder.ts';
import { stage, store, temporaryCache } from '../../../temporary-cache.ts';

const COPIED = 'What an absolute link leads to is copied into the output: ';
const INSTEAD = `${COPIED}copy what is wanted of it instead.`;

function failure(message: string, hint: string): PipelineError {
  return new PipelineError('stage-failed', message, { hint });
}

describe('makeOwn', () => {
  it('copies the file or folder that an absolute link leads to, links in there too', () => {
    const cache = temporaryCache();
    const folder = projectFolder({ 'data.csv': '1,2', 'more/deep/x.txt': 'x' });
    symlinkSync('deep/x.txt', join(folder, 'more/x'));
    chmodSync(join(folder, 'more/deep'), 0o555);
    const staging = stage(cache, {});
    symlinkSync(join(folder, 'data.csv'), join(staging, 'data.csv'));
    symlinkSync(join(folder, 'more'), join(staging, 'more'));
    symlinkSync('more/deep', join(staging, 'deep'));
    const { manifest } = storeOutput(cache, staging);
    expect(manifest.entries.map(({ kind, path }) => `${kind} ${path}`)).toEqual([
      'file data.csv',
      'link deep',
      'folder more',
      'folder more/deep',
      'file more/deep/x.txt',
      'file more/x',
    ]);
    const stored = cache.output(manifest.digest);
    appendFileSync(join(folder, 'data.csv'), ',3');
    expect(readFileSync(join(stored, 'data.csv'), 'utf8')).toBe('1,2');
    expect(readFileSync(join(stored, 'deep/x.txt'), 'utf8')).toBe('x');
    chmodSync(join(folder, 'more/deep'), 0o755);
  });

  it('names an output by the content behind its links', () => {
    const cache = temporaryCache();
    const folder = projectFolder({ 'data.csv': '1,2' });
    const digest = (): string => {
      const staging = stage(cache, {});
      symlinkSync(join(folder, 'data.csv'), join(staging, 'data.csv'));
      return storeOutput(cache, staging).manifest.digest;
    };
    const before = digest();
    expect(before).toBe(store(cache, { 'data.csv': '1,2' }).digest);
    appendFileSync(join(folder, 'data.csv'), ',3');
    expect(digest()).not.toBe(before);
  });

  it.runIf(process.platform === 'linux')('takes no name that is not UTF-8', () => {
    const cache = temporaryCache();
    const staging = stage(cache, { 'a/x.txt': 'x' });
    writeFileSync(Buffer.concat([Buffer.from(`${staging}/a/caf`), Buffer.from([0xe9])]), '');
    expect(() => storeOutput(cache, staging)).toThrow(
      failure(
        'the stage made a/caf\\xe9, a name that is not UTF-8',
        'Make it write another name: bytes that are no characters cannot be kept in a list of files.',
      ),
    );
  });

  it('copies a file that has another name elsewhere, which stays writable and apart', () => {
    const cache = temporaryCache();
    const folder = projectFolder({ 'big.bin': 'mine' });
    const staging = stage(cache, { 'a.txt': 'both' });
    linkSync(join(folder, 'big.bin'), join(staging, 'big.bin'));
    linkSync(join(staging, 'a.txt'), join(staging, 'b.txt'));
    const mode = lstatSync(join(folder, 'big.bin')).mode;
    const { manifest } = storeOutput(cache, staging);
    const stored = cache.output(manifest.digest);
    expect(lstatSync(join(folder, 'big.bin')).mode).toBe(mode);
    appendFileSync(join(folder, 'big.bin'), ', changed');
    expect(readFileSync(join(stored, 'big.bin'), 'utf8')).toBe('mine');
    expect(readFileSync(join(stored, 'b.txt'), 'utf8')).toBe('both');
    expect(['a.txt', 'b.txt', 'big.bin'].map((name) => lstatSync(join(stored, name)).nlink)).toEqual([
      1, 1, 1,
    ]);
  });

  it('replaces a link in a folder that was copied from an input, read-only', () => {
    const cache = temporaryCache();
    const folder = projectFolder({ 'data.csv': '1,2' });
    const staging = stage(cache, { 'copy/x.txt': 'x' });
    symlinkSync(join(folder, 'data.csv'), join(staging, 'copy/data.csv'));
    chmodSync(join(staging, 'copy'), 0o555);
    makeOwn(staging);
    expect(lstatSync(join(staging, 'copy/data.csv')).isFile()).toBe(true);
  });

  it('keeps links inside the output, also to nothing', () => {
    const cache = temporaryCache();
    const staging = stage(cache, { 'deep/x.txt': 'abc' });
    symlinkSync('../deep', join(staging, 'deep/up'));
    symlinkSync('later.txt', join(staging, 'latest'));
    makeOwn(staging);
    expect(readlinkSync(join(staging, 'deep/up'))).toBe('../deep');
    expect(readlinkSync(join(staging, 'latest'))).toBe('later.txt');
  });

  it('refuses an absolute link into the folder, which moves', () => {
    const cache = temporaryCache();
    const staging = stage(cache, { 'x.txt': 'abc' });
    symlinkSync(join(staging, 'x.txt'), join(staging, 'latest'));
    expect(() => storeOutput(cache, staging)).toThrow(
      failure(
        `the link latest points to ${join(staging, 'x.txt')}, which moves when the stage ends`,
        'Make it a relative link, or copy the file.',
      ),
    );
  });

  it('refuses a relative link out of the folder, straight or through another one, with a hint that works', () => {
    const cache = temporaryCache();
    const staging = stage(cache, { 'deep/x.txt': 'abc', 'other/deep/x.txt': '' });
    const hint =
      'Copy what it leads to, or make it an absolute link: what that leads to is copied into the output.';
    symlinkSync('../../y.txt', join(staging, 'deep/out'));
    expect(() => storeOutput(cache, staging)).toThrow(
      failure('the link deep/out points to ../../y.txt, out of the output', hint),
    );
    rmSync(join(staging, 'deep/out'));
    writeFileSync(join(cache.staging, 'y.txt'), 'outside');
    // Taken word by word it stays inside; the system follows "down" first.
    symlinkSync('deep', join(staging, 'other/deep/down'));
    mkdirSync(join(staging, 'a/b/c'), { recursive: true });
    symlinkSync('../../deep', join(staging, 'a/b/down'));
    symlinkSync('b/down/../../y.txt', join(staging, 'a/out'));
    expect(() => storeOutput(cache, staging)).toThrow(
      failure('the link a/out points to b/down/../../y.txt, out of the output', hint),
    );
    rmSync(join(staging, 'a/out'));
    symlinkSync(join(cache.staging, 'y.txt'), join(staging, 'a/out'));
    const { digest } = storeOutput(cache, staging).manifest;
    expect(readFileSync(join(cache.output(digest), 'a/out'), 'utf8')).toBe('outside');
  });

  it('refuses an absolute link to nothing, in a circle, to a folder that holds the output, or to no file', () => {
    const cache = temporaryCache();
    const folder = projectFolder({});
    symlinkSync('b', join(folder, 'a'));
    symlinkSync('a', join(folder, 'b'));
    const refused = (target: string): (() => void) => {
      const staging = stage(cache, {});
      symlinkSync(target, join(staging, 'x'));
      return () => storeOutput(cache, staging);
    };
    const correct = `${COPIED}correct the link, or remove it.`;
    expect(refused(join(folder, 'none'))).toThrow(
      failure(`the link x points to ${join(folder, 'none')}, where nothing is`, correct),
    );
    expect(refused(join(folder, 'a'))).toThrow(
      failure(`the link x points to ${join(folder, 'a')}, which leads in a circle`, correct),
    );
    expect(refused(cache.root)).toThrow(
      failure(
        `the link x points to ${cache.root}, a folder that holds the output itself`,
        `${COPIED}link to, or copy, what of it belongs to the output.`,
      ),
    );
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(refused(join(folder, 'pipe'))).toThrow(
      failure(
        `the link x points to ${join(folder, 'pipe')}; ${join(folder, 'pipe')} is neither a file, a folder nor a symbolic link`,
        INSTEAD,
      ),
    );
  });

  it('refuses an absolute link to a folder with a link in it to nothing, in a circle, or back up', () => {
    const cache = temporaryCache();
    const refused = (link: string): [folder: string, store: () => void] => {
      const folder = projectFolder({});
      symlinkSync(link, join(folder, 'in'));
      const staging = stage(cache, {});
      symlinkSync(folder, join(staging, 'x'));
      return [folder, () => storeOutput(cache, staging)];
    };
    const [nothing, storeNothing] = refused('none');
    expect(storeNothing).toThrow(
      failure(
        `the link x points to ${nothing}; in there ${join(nothing, 'in')} is a link that leads nowhere`,
        INSTEAD,
      ),
    );
    const [circle, storeCircle] = refused('in');
    expect(storeCircle).toThrow(
      failure(
        `the link x points to ${circle}; in there ${join(circle, 'in')} is a link that leads in a circle`,
        INSTEAD,
      ),
    );
    const [up, storeUp] = refused('.');
    expect(storeUp).toThrow(
      failure(`the link x points to ${up}; in there ${join(up, 'in')} leads back to ${up}`, INSTEAD),
    );
  });
});

describe('checkFolder', () => {
  const HINT =
    'Write into the folder (EOS_OUTPUT, context.output), or move a folder to its place: rmdir "$EOS_OUTPUT" && mv build "$EOS_OUTPUT".';

  it('refuses a link in the place of the output folder, and touches nothing behind it', () => {
    const cache = temporaryCache();
    const mine = projectFolder({ 'x.txt': 'mine' });
    const staging = stage(cache, {});
    rmSync(staging, { recursive: true });
    symlinkSync(mine, staging);
    const modes = (): number[] => [mine, join(mine, 'x.txt')].map((path) => lstatSync(path).mode);
    const before = modes();
    expect(() => storeOutput(cache, staging)).toThrow(
      failure(`the stage put a link to ${mine} in the place of its output folder: ${staging}`, HINT),
    );
    expect(modes()).toEqual(before);
  });

  it('refuses a file, a pipe, and nothing at all', () => {
    const cache = temporaryCache();
    const staging = stage(cache, {});
    rmSync(staging, { recursive: true });
    expect(() => {
      checkFolder(staging);
    }).toThrow(failure(`the stage removed its output folder: ${staging}`, HINT));
    writeFileSync(staging, '');
    expect(() => {
      checkFolder(staging);
    }).toThrow(failure(`the stage put a file in the place of its output folder: ${staging}`, HINT));
    rmSync(staging);
    execFileSync('mkfifo', [staging]);
    expect(() => {
      checkFolder(staging);
    }).toThrow(failure(`the stage put a special file in the place of its output folder: ${staging}`, HINT));
  });

  it('takes a folder that was moved to its place', () => {
    const cache = temporaryCache();
    const staging = stage(cache, {});
    const build = projectFolder({ 'x.txt': 'built' });
    rmSync(staging, { recursive: true });
    renameSync(build, staging);
    checkFolder(staging);
    expect(storeOutput(cache, staging).manifest.digest).toBe(store(cache, { 'x.txt': 'built' }).digest);
  });
});
