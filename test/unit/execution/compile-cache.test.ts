import { join } from 'node:path';
import { expect, it } from 'vitest';
import { compileCacheFolder } from '../../../src/execution/compile-cache.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

it('lies in the cache of the user', () => {
  const root = temporaryFolder();
  expect(compileCacheFolder({ XDG_CACHE_HOME: root })).toBe(join(root, 'eos-pipeline/compiled'));
});
