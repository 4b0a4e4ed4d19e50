import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ActionIndex } from '../../../src/cache/actions/action-index.ts';
import { COMPANION_MARK, companions } from '../../../src/cache/companions.ts';
import { contentsOf, isPublished, publishedPaths } from '../../../src/cache/publication.ts';
import { store, temporaryCache } from '../../temporary-cache.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

describe('isPublished', () => {
  it('knows a copy by its content, and remembers it then', () => {
    const cache = temporaryCache();
    const index = new ActionIndex(cache);
    const { digest } = store(cache, { 'x.txt': 'x' });
    const folder = temporaryFolder();
    expect(isPublished(index, folder, digest)).toBe(false);
    writeFileSync(join(folder, 'x.txt'), 'x');
    expect(isPublished(index, folder, digest)).toBe(true);
    expect(index.get('publication', folder)?.output).toBe(digest);
    expect(publishedPaths(index, folder, digest)?.map(([path]) => path)).toEqual(['', 'x.txt']);
    writeFileSync(join(folder, 'x.txt'), 'y');
    expect(isPublished(index, folder, digest)).toBe(false);
  });

  it('is false where nothing can be looked at', () => {
    const cache = temporaryCache();
    const { digest } = store(cache, { 'x.txt': 'x' });
    const folder = temporaryFolder();
    symlinkSync('loop', join(folder, 'loop'));
    for (const path of [join(folder, 'x'.repeat(300)), join(folder, 'loop/x')])
      expect(isPublished(new ActionIndex(cache), path, digest)).toBe(false);
  });

  it('is true where there is nothing to publish, and false for a link to a copy', () => {
    const cache = temporaryCache();
    const index = new ActionIndex(cache);
    const { digest } = store(cache, { 'x.txt': 'x' });
    expect(isPublished(index, undefined, digest)).toBe(true);
    const folder = temporaryFolder();
    symlinkSync(cache.output(digest), join(folder, 'reports'));
    expect(isPublished(index, join(folder, 'reports'), digest)).toBe(false);
  });
});

describe('contentsOf', () => {
  it('is that of the output with the same files, and none where there is no folder', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'a'));
    writeFileSync(join(folder, 'a/x.txt'), 'x');
    expect(contentsOf(folder)).toEqual([store(temporaryCache(), { 'a/x.txt': 'x' }).digest]);
    expect(contentsOf(join(folder, 'b'))).toEqual([]);
  });

  it('is that without the companions that this program wrote, and that of all', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'x.txt'), 'x');
    writeFileSync(join(folder, companions.record), `// ${COMPANION_MARK}\n`);
    // Of somebody else: content like any other.
    writeFileSync(join(folder, companions.crate), '{}');
    const crate = { 'x.txt': 'x', [companions.crate]: '{}' };
    const { digest } = store(temporaryCache(), crate);
    const whole = store(temporaryCache(), { ...crate, [companions.record]: `// ${COMPANION_MARK}\n` });
    expect(contentsOf(folder)).toEqual([digest, whole.digest]);
  });
});
