import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CacheFolder } from '../../../../src/cache/files/cache-folder.ts';
import type { Digest } from '../../../../src/cache/files/digest.ts';
import { PipelineError } from '../../../../src/pipeline/faults/error.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

const key = `ab${'0'.repeat(62)}` as Digest;

describe('CacheFolder', () => {
  it('names places and makes nothing before it is told to', () => {
    const root = temporaryFolder();
    new CacheFolder(join(root, 'cache'));
    expect(readdirSync(root)).toEqual([]);
  });

  it('makes the folders that a run writes to, and may be asked again', () => {
    const root = join(temporaryFolder(), 'deep', 'cache');
    const cache = new CacheFolder(root);
    cache.create();
    cache.create();
    expect(readdirSync(root).sort()).toEqual([
      'actions',
      'code',
      'locks',
      'manifests',
      'outputs',
      'projects',
      'sessions',
    ]);
  });

  it('spreads records, outputs and manifests over folders by the first two digits', () => {
    const cache = new CacheFolder('/cache');
    expect(cache.record(key)).toBe(join('/cache/actions/ab', `${key}.json`));
    expect(cache.output(key)).toBe(join('/cache/outputs/ab', key));
    expect(cache.manifest(key)).toBe(join('/cache/manifests/ab', `${key}.json`));
  });

  it('keeps locks and checkpoints by their whole key', () => {
    const cache = new CacheFolder('/cache');
    expect(cache.lock(key)).toBe(join('/cache/locks', `${key}.json`));
    expect(cache.checkpointsOf(key)).toBe(join('/cache/checkpoints', key));
  });

  it('names the path where it cannot make its folder', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const root = join(file, 'cache');
    expect(() => {
      new CacheFolder(root).create();
    }).toThrow(
      new PipelineError(
        'file-system',
        `creating the cache folder failed, a file is where a folder is expected (ENOTDIR): ${root}`,
        {
          hint: 'Move the file away, or name a folder; then run the same command again.',
        },
      ),
    );
  });
});
