import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CacheFolder } from '../../../../src/cache/files/cache-folder.ts';
import { sha256 } from '../../../../src/cache/files/digest.ts';
import { type Manifest, readManifest } from '../../../../src/cache/outputs/manifest.ts';
import { checkOutput, hasSignatures, signedPaths } from '../../../../src/cache/outputs/output-check.ts';
import { storeOutput } from '../../../../src/cache/outputs/output-store.ts';
import { removeTree } from '../../../../src/cache/files/remove-tree.ts';
import { damage, flipBit, stage, store, temporaryCache } from '../../../temporary-cache.ts';

interface Stored {
  cache: CacheFolder;
  manifest: Manifest;
  at: (path: string) => string;
}

/** An output with a file, an executable file, a link and a file in folders. */
function stored(): Stored {
  const cache = temporaryCache();
  const staging = stage(cache, { 'data.bin': 'data', 'run.sh': '#!/bin/sh', 'deep/er/x.txt': 'x' });
  chmodSync(join(staging, 'run.sh'), 0o755);
  symlinkSync('data.bin', join(staging, 'latest'));
  const { manifest } = storeOutput(cache, staging);
  const folder = cache.output(manifest.digest);
  return { cache, manifest, at: (path) => join(folder, path) };
}

/** Changes the names in a folder of the store; its mode stays. */
function within(folder: string, change: () => void): void {
  const { mode } = lstatSync(folder);
  chmodSync(folder, 0o755);
  change();
  chmodSync(folder, mode & 0o777);
}

function replace(path: string, make: (path: string) => void): void {
  within(dirname(path), () => {
    removeTree(path);
    make(path);
  });
}

const damages: [string, (at: Stored['at']) => void, path: string, problem: string][] = [
  [
    'a flipped bit',
    (at) => {
      damage(at('data.bin'), flipBit);
    },
    'data.bin',
    'its content changed',
  ],
  [
    'a truncated file',
    (at) => {
      damage(at('data.bin'), (content) => content.subarray(0, 3));
    },
    'data.bin',
    'it has 3 bytes, expected 4',
  ],
  [
    'an emptied file',
    (at) => {
      damage(at('deep/er/x.txt'), () => Buffer.alloc(0));
    },
    'deep/er/x.txt',
    'it has 0 bytes, expected 1',
  ],
  [
    'a missing file',
    (at) => {
      within(at('deep/er'), () => {
        rmSync(at('deep/er/x.txt'));
      });
    },
    'deep/er/x.txt',
    'it is missing',
  ],
  [
    'a file too many',
    (at) => {
      within(at('deep'), () => {
        writeFileSync(at('deep/more'), '');
      });
    },
    'deep/more',
    'it does not belong there',
  ],
  [
    'a file that may be executed',
    (at) => {
      chmodSync(at('data.bin'), 0o555);
    },
    'data.bin',
    'it is executable, expected not executable',
  ],
  [
    'a file that may not be executed any more',
    (at) => {
      chmodSync(at('run.sh'), 0o444);
    },
    'run.sh',
    'it is not executable, expected executable',
  ],
  [
    'a link that points elsewhere',
    (at) => {
      replace(at('latest'), (path) => {
        symlinkSync('run.sh', path);
      });
    },
    'latest',
    'the link points to run.sh, expected data.bin',
  ],
  [
    'a link in place of a file',
    (at) => {
      replace(at('data.bin'), (path) => {
        symlinkSync('run.sh', path);
      });
    },
    'data.bin',
    'it is a link, expected a file',
  ],
  [
    'a file in place of a link',
    (at) => {
      replace(at('latest'), (path) => {
        writeFileSync(path, 'data');
      });
    },
    'latest',
    'it is a file, expected a link',
  ],
  [
    'a folder in place of a file',
    (at) => {
      replace(at('data.bin'), (path) => {
        mkdirSync(path);
      });
    },
    'data.bin',
    'it is a folder, expected a file',
  ],
];

describe('checkOutput', () => {
  it('finds an untouched output intact, by signature and by hash', () => {
    const { cache, manifest } = stored();
    for (const thoroughness of ['signature', 'hash'] as const) {
      const check = checkOutput(cache, manifest.digest, thoroughness);
      expect(check).toEqual({ state: 'intact', manifest, restored: [] });
    }
  });

  it('reads no file whose signature is the recorded one, unless it is told to read all', () => {
    const { cache, manifest, at } = stored();
    const read: string[] = [];
    const hash = (path: string): Manifest['digest'] => {
      read.push(path);
      return sha256('data');
    };
    checkOutput(cache, manifest.digest, 'signature', hash);
    expect(read).toEqual([]);
    checkOutput(cache, manifest.digest, 'hash', hash);
    expect(read).toEqual(['data.bin', 'deep/er/x.txt', 'run.sh'].map(at));
  });

  it.each(damages)('finds %s, without reading what did not change', (_title, change, path, problem) => {
    const { cache, manifest, at } = stored();
    change(at);
    const problems = [{ path: at(path), problem }];
    expect(checkOutput(cache, manifest.digest, 'signature')).toEqual({ state: 'damaged', problems });
    expect(checkOutput(cache, manifest.digest, 'hash')).toEqual({ state: 'damaged', problems });
  });

  it('names everything that is wrong at once', () => {
    const { cache, manifest, at } = stored();
    damage(at('data.bin'), flipBit);
    chmodSync(at('run.sh'), 0o444);
    const check = checkOutput(cache, manifest.digest, 'signature');
    expect(check.state === 'damaged' && check.problems.map(({ path }) => path)).toEqual([
      at('data.bin'),
      at('run.sh'),
    ]);
  });

  it('finds a flipped bit under an unchanged signature only where it reads everything', () => {
    const { cache, manifest, at } = stored();
    const flipped = (path: string): Manifest['digest'] => sha256(path.endsWith('data.bin') ? 'dbta' : '?');
    expect(checkOutput(cache, manifest.digest, 'signature', flipped).state).toBe('intact');
    const check = checkOutput(cache, manifest.digest, 'hash', flipped);
    expect(check).toMatchObject({
      state: 'damaged',
      problems: expect.arrayContaining([{ path: at('data.bin'), problem: 'its content changed' }]) as unknown,
    });
  });

  it.skipIf(process.platform === 'win32')(
    'finds an output intact in a cache that may only be read, whatever moved there',
    (context) => {
      const cache = temporaryCache();
      const { digest } = store(cache, { 'x.txt': 'x' });
      const [manifests, output] = [dirname(cache.manifest(digest)), cache.output(digest)];
      for (const place of [manifests, output])
        for (let folder = place; folder !== dirname(dirname(cache.root)); folder = dirname(folder))
          chmodSync(folder, 0o755);
      chmodSync(join(output, 'x.txt'), 0o644);
      chmodSync(cache.manifest(digest), 0o444);
      chmodSync(manifests, 0o555);
      const isRoot = process.geteuid!() === 0;
      try {
        // Root may write everywhere.
        if (isRoot) process.seteuid!(65534);
        if (!existsSync(output))
          return context.skip('another user cannot reach the folder of temporary files');
        expect(checkOutput(cache, digest, 'signature')).toMatchObject({ state: 'intact' });
      } finally {
        if (isRoot) process.seteuid!(0);
        chmodSync(manifests, 0o755);
      }
    },
  );

  it('sets a mode back that lost its protection, and says so', () => {
    const { cache, manifest, at } = stored();
    chmodSync(at('data.bin'), 0o600);
    chmodSync(at('deep'), 0o755);
    expect(checkOutput(cache, manifest.digest, 'signature')).toMatchObject({
      state: 'intact',
      restored: [
        { path: at('data.bin'), problem: 'its mode was 0600, expected 0444' },
        { path: at('deep'), problem: 'its mode was 0755, expected 0555' },
      ],
    });
    expect(lstatSync(at('data.bin')).mode & 0o777).toBe(0o444);
    expect(checkOutput(cache, manifest.digest, 'signature')).toMatchObject({ state: 'intact', restored: [] });
  });

  it('records the new signature of a file that was only touched', () => {
    const { cache, manifest, at } = stored();
    utimesSync(at('data.bin'), 1000, 1000);
    const check = checkOutput(cache, manifest.digest, 'signature');
    expect(check).toMatchObject({ state: 'intact', restored: [] });
    expect(readManifest(cache, manifest.digest)).toEqual({
      state: 'read',
      content: (check as { manifest: Manifest }).manifest,
    });
    expect(hasSignatures(cache, manifest.digest, signedPaths(manifest))).toBe(false);
  });

  it('makes a missing manifest again without a word, a damaged one with one', () => {
    const { cache, manifest } = stored();
    const path = cache.manifest(manifest.digest);
    rmSync(path);
    expect(checkOutput(cache, manifest.digest, 'signature')).toEqual({
      state: 'intact',
      manifest,
      restored: [],
    });
    damage(path, flipBit);
    expect(checkOutput(cache, manifest.digest, 'signature')).toEqual({
      state: 'intact',
      manifest,
      restored: [{ what: 'manifest', path, problem: 'it was damaged and is written anew' }],
    });
    expect(readManifest(cache, manifest.digest)).toEqual({ state: 'read', content: manifest });
  });

  it('rests on the digest of everything where manifest and output are damaged', () => {
    const { cache, manifest, at } = stored();
    rmSync(cache.manifest(manifest.digest));
    damage(at('data.bin'), flipBit);
    const check = checkOutput(cache, manifest.digest, 'signature');
    expect(check).toEqual({
      state: 'damaged',
      problems: [
        {
          path: cache.output(manifest.digest),
          problem: expect.stringMatching(/^its content has the digest [0-9a-f]{64}$/) as string,
        },
      ],
    });
  });

  it('tells an output that is gone from one that is no folder', () => {
    const { cache, manifest } = stored();
    const folder = cache.output(manifest.digest);
    removeTree(folder);
    expect(checkOutput(cache, manifest.digest, 'signature')).toEqual({ state: 'missing' });
    writeFileSync(folder, '');
    expect(checkOutput(cache, manifest.digest, 'signature')).toEqual({
      state: 'damaged',
      problems: [{ path: folder, problem: 'it is not a folder' }],
    });
  });
});

describe('hasSignatures', () => {
  it('is true for an untouched output', () => {
    const { cache, manifest } = stored();
    expect(hasSignatures(cache, manifest.digest, signedPaths(manifest))).toBe(true);
  });

  it.each(damages)('is false after %s', (_title, change) => {
    const { cache, manifest, at } = stored();
    change(at);
    expect(hasSignatures(cache, manifest.digest, signedPaths(manifest))).toBe(false);
  });
});
