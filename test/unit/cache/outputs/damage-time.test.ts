import { chmodSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CacheFolder } from '../../../../src/cache/files/cache-folder.ts';
import type { Digest } from '../../../../src/cache/files/digest.ts';
import { signatureAt } from '../../../../src/cache/files/signature.ts';
import { removeTree } from '../../../../src/cache/files/remove-tree.ts';
import { damagedSince } from '../../../../src/cache/outputs/damage-time.ts';
import { readManifest, writeManifest } from '../../../../src/cache/outputs/manifest.ts';
import { damage, flipBit, store, temporaryCache } from '../../../temporary-cache.ts';

function stored(): { cache: CacheFolder; digest: Digest; path: string } {
  const cache = temporaryCache();
  const { digest } = store(cache, { 'x.txt': 'abc', 'deep/y.txt': 'd' });
  return { cache, digest, path: join(cache.output(digest), 'x.txt') };
}

const changed = (path: string) => [{ path, problem: 'its content changed' }];

describe('damagedSince', () => {
  it('is when the file was written to', () => {
    const { cache, digest, path } = stored();
    damage(path, flipBit);
    expect(damagedSince(cache, digest, changed(path))).toBe(statSync(path).mtimeMs);
  });

  it('is the first time where several were, and of what is gone or new that of its folder', () => {
    const { cache, digest, path } = stored();
    const folder = join(cache.output(digest), 'deep');
    damage(path, flipBit);
    chmodSync(folder, 0o755);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 12);
    rmSync(join(folder, 'y.txt'));
    const gone = changed(join(folder, 'y.txt'));
    expect(damagedSince(cache, digest, [...gone, ...changed(path)])).toBe(statSync(path).mtimeMs);
    expect(damagedSince(cache, digest, gone)).toBe(statSync(folder).mtimeMs);
    writeFileSync(join(folder, 'z.txt'), '');
    expect(damagedSince(cache, digest, changed(join(folder, 'z.txt')))).toBe(statSync(folder).mtimeMs);
  });

  it('is the beginning where the time was set back, or nothing is known of what was there', () => {
    const { cache, digest, path } = stored();
    const { atime, mtime } = statSync(path);
    damage(path, flipBit);
    utimesSync(path, atime, mtime);
    expect(damagedSince(cache, digest, changed(path))).toBe(0);
    rmSync(cache.manifest(digest));
    expect(damagedSince(cache, digest, changed(cache.output(digest)))).toBe(0);
  });

  it('is unknown where nothing has written to it, and where it is gone', () => {
    const { cache, digest, path } = stored();
    damage(path, flipBit);
    // What a bad disk looks like: other bytes, and everything as it was.
    const signature = signatureAt(path)!;
    const read = readManifest(cache, digest);
    if (read.state !== 'read') throw new Error(read.state);
    const entries = read.content.entries.map((entry) =>
      entry.path === 'x.txt' ? { ...entry, signature } : entry,
    );
    writeManifest(cache, { ...read.content, entries });
    expect(damagedSince(cache, digest, changed(path))).toBeUndefined();
    chmodSync(cache.output(digest), 0o755);
    renameSync(cache.output(digest), `${cache.output(digest)}-moved`);
    expect(damagedSince(cache, digest, changed(cache.output(digest)))).toBeUndefined();
    removeTree(`${cache.output(digest)}-moved`);
  });
});
