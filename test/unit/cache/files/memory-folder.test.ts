import { chmodSync, existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { memoryFolder } from '../../../../src/cache/files/memory-folder.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

function userCache(): string {
  const folder = temporaryFolder();
  vi.stubEnv('XDG_CACHE_HOME', folder);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  return folder;
}

describe('memoryFolder', () => {
  it('lies in the cache of the user, one for each cache folder, for nobody else to read', () => {
    const user = userCache();
    const [one, two] = [temporaryCache().root, temporaryCache().root];
    const folder = memoryFolder(one)!;
    expect(folder.startsWith(join(user, 'eos-pipeline/memory/'))).toBe(true);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(memoryFolder(one)).toBe(folder);
    expect(memoryFolder(two)).not.toBe(folder);
  });

  it('forgets caches that are gone when it meets a new one', () => {
    userCache();
    const { root } = temporaryCache();
    const folder = memoryFolder(root)!;
    rmSync(root, { recursive: true });
    memoryFolder(temporaryCache().root);
    expect(existsSync(folder)).toBe(false);
  });

  it('is none for a cache that does not exist, and where others can write to the folder of the user', () => {
    const user = userCache();
    expect(memoryFolder(join(user, 'no-cache'))).toBeUndefined();
    chmodSync(join(user, 'eos-pipeline'), 0o777);
    expect(memoryFolder(temporaryCache().root)).toBeUndefined();
  });
});
