import {
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { namesIn } from '../../../../src/cache/files/names-in.ts';
import { type TreeEntry, readTree, treeDigest } from '../../../../src/cache/files/tree.ts';
import { takeOutput } from '../../../../src/cache/incoming/take-output.ts';
import { checkOutput } from '../../../../src/cache/outputs/output-check.ts';
import { temporaryCache } from '../../../temporary-cache.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

function sample(): { folder: string; entries: TreeEntry[] } {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/tool'), 'tool', { mode: 0o755 });
  writeFileSync(join(folder, 'data'), 'data');
  symlinkSync('bin/tool', join(folder, 'tool'));
  return { folder, entries: readTree(folder) };
}

const fill = (content: (path: string) => string) => (folder: string) => {
  for (const path of ['bin/tool', 'data']) writeFileSync(join(folder, path), content(path));
};

describe('takeOutput', () => {
  it('stores what has the digest, with modes, links and protection', async () => {
    const { folder, entries } = sample();
    const cache = temporaryCache();
    const digest = treeDigest(entries);
    const staging = cache.stagingOf('test', 1);
    const { manifest } = await takeOutput(
      cache,
      digest,
      entries,
      staging,
      fill((path) => readFileSync(join(folder, path), 'utf8')),
    );
    expect(manifest.digest).toBe(digest);
    expect(checkOutput(cache, digest, 'hash').state).toBe('intact');
    expect(readlinkSync(join(cache.output(digest), 'tool'))).toBe('bin/tool');
    expect(statSync(join(cache.output(digest), 'bin/tool')).mode & 0o777).toBe(0o555);
    expect(existsSync(staging)).toBe(false);
  });

  it('stores nothing where other bytes arrived', async () => {
    const { entries } = sample();
    const cache = temporaryCache();
    const digest = treeDigest(entries);
    const staging = cache.stagingOf('test', 1);
    await expect(
      takeOutput(
        cache,
        digest,
        entries,
        staging,
        fill(() => 'evil'),
      ),
    ).rejects.toMatchObject({ code: 'cache-damaged' });
    expect(namesIn(cache.outputs)).toEqual([]);
    expect(existsSync(staging)).toBe(false);
  });
});
