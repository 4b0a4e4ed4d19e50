import { spawn } from 'node:child_process';
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readManifest } from '../../../../src/cache/outputs/manifest.ts';
import { checkOutput } from '../../../../src/cache/outputs/output-check.ts';
import { storeOutput } from '../../../../src/cache/outputs/output-store.ts';
import { readTree, treeDigest } from '../../../../src/cache/files/tree.ts';
import { PipelineError } from '../../../../src/pipeline/faults/error.ts';
import { damage, flipBit, stage, store, temporaryCache } from '../../../temporary-cache.ts';

const FOLDER_HINT =
  'Write into the folder (EOS_OUTPUT, context.output), or move a folder to its place: rmdir "$EOS_OUTPUT" && mv build "$EOS_OUTPUT".';

describe('storeOutput', () => {
  it('moves the staging folder, as a whole, to the place that its content names', () => {
    const cache = temporaryCache();
    const staging = stage(cache, { 'x.txt': 'abc', 'deep/y.txt': 'defg' });
    const digest = treeDigest(readTree(staging));
    const { manifest, replaced } = storeOutput(cache, staging);
    expect(manifest).toMatchObject({ digest, sizeBytes: 7 });
    expect(replaced).toBeUndefined();
    expect(existsSync(staging)).toBe(false);
    expect(readFileSync(join(cache.output(digest), 'deep/y.txt'), 'utf8')).toBe('defg');
    expect(readManifest(cache, digest)).toEqual({ state: 'read', content: manifest });
    expect(checkOutput(cache, digest, 'hash')).toEqual({ state: 'intact', manifest, restored: [] });
  });

  it('takes the permission to write away, and keeps the one to execute', () => {
    const cache = temporaryCache();
    const staging = stage(cache, { 'x.txt': 'abc', 'run.sh': '#!', 'deep/y.txt': '' });
    chmodSync(join(staging, 'run.sh'), 0o700);
    const folder = cache.output(storeOutput(cache, staging).manifest.digest);
    const modes = ['', 'x.txt', 'run.sh', 'deep', 'deep/y.txt'].map((path) =>
      (lstatSync(join(folder, path)).mode & 0o777).toString(8),
    );
    expect(modes).toEqual(['555', '444', '555', '555', '444']);
  });

  it('stores an empty folder and a relative link', () => {
    const cache = temporaryCache();
    const staging = stage(cache, { 'x.txt': 'abc' });
    mkdirSync(join(staging, 'empty'));
    symlinkSync('x.txt', join(staging, 'latest'));
    const { manifest } = storeOutput(cache, staging);
    expect(readFileSync(join(cache.output(manifest.digest), 'latest'), 'utf8')).toBe('abc');
    expect(manifest.entries.map(({ kind, path }) => `${kind} ${path}`)).toEqual([
      'folder empty',
      'link latest',
      'file x.txt',
    ]);
  });

  it('keeps equal content that is there already', () => {
    const cache = temporaryCache();
    const first = store(cache, { 'x.txt': 'abc' });
    const { ino } = lstatSync(cache.output(first.digest));
    expect(store(cache, { 'x.txt': 'abc' })).toEqual(first);
    expect(lstatSync(cache.output(first.digest)).ino).toBe(ino);
    expect(readdirSync(cache.staging)).toEqual([]);
    expect(readdirSync(cache.trash)).toEqual([]);
  });

  it('puts a damaged copy of the same output aside and says so', () => {
    const cache = temporaryCache();
    const { digest } = store(cache, { 'x.txt': 'abc' });
    const path = join(cache.output(digest), 'x.txt');
    damage(path, flipBit);
    const { replaced } = storeOutput(cache, stage(cache, { 'x.txt': 'abc' }));
    expect(replaced).toEqual({
      path,
      problem: 'its content changed',
      quarantine: join(cache.quarantine, readdirSync(cache.quarantine)[0]!, digest),
    });
    expect(readFileSync(join(replaced!.quarantine!, 'x.txt'), 'utf8')).toBe('acc');
    expect(readFileSync(path, 'utf8')).toBe('abc');
  });

  it('refuses a file that something still writes to', async () => {
    const stored = async (): Promise<unknown> => {
      const cache = temporaryCache();
      const staging = stage(cache, { 'large.bin': 'x'.repeat(30_000_000), 'log.txt': '' });
      const writer = spawn('sh', ['-c', 'while echo line; do :; done > log.txt'], { cwd: staging });
      await expect.poll(() => lstatSync(join(staging, 'log.txt')).size).toBeGreaterThan(0);
      try {
        return storeOutput(cache, staging);
      } catch (error) {
        return error;
      } finally {
        writer.kill();
      }
    };
    // Where others use the machine, the writer may be given no time just while the large file is read.
    await expect.poll(stored).toEqual(
      new PipelineError('stage-failed', 'log.txt was written to after the stage had ended', {
        hint: 'Something that it started still runs: wait for it before the stage ends (in a shell: wait).',
      }),
    );
  });

  it('names the staging folder that is gone', () => {
    const cache = temporaryCache();
    const staging = join(cache.staging, 'gone');
    expect(() => storeOutput(cache, staging)).toThrow(
      new PipelineError('stage-failed', `the stage removed its output folder: ${staging}`, {
        hint: FOLDER_HINT,
      }),
    );
  });
});
