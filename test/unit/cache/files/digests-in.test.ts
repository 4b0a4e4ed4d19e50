import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { digestsIn } from '../../../../src/cache/files/digests-in.ts';
import { fieldsOf, recordAction, temporaryCache } from '../../../temporary-cache.ts';

describe('digestsIn', () => {
  it('lists what is named by a digest, and passes by what is not', () => {
    const cache = temporaryCache();
    const { key } = recordAction(cache, fieldsOf({}), { 'x.txt': 'abc' });
    writeFileSync(`${cache.record(key)}.1-2.tmp`, '');
    writeFileSync(join(cache.actions, 'README'), '');
    expect(digestsIn(cache.actions, '.json')).toEqual([key]);
    expect(digestsIn(join(cache.root, 'missing'), '')).toEqual([]);
  });
});
