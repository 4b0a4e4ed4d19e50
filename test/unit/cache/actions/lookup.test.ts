import { rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ActionIndex } from '../../../../src/cache/actions/action-index.ts';
import { sha256 } from '../../../../src/cache/files/digest.ts';
import { lookUp, remember } from '../../../../src/cache/actions/lookup.ts';
import { removeTree } from '../../../../src/cache/files/remove-tree.ts';
import { damage, fieldsOf, flipBit, recordAction, store, temporaryCache } from '../../../temporary-cache.ts';

describe('lookUp', () => {
  it('misses an action that never ran', () => {
    const cache = temporaryCache();
    expect(lookUp(cache, new ActionIndex(cache), sha256('key'))).toEqual({ state: 'miss' });
  });

  it('hits by the record alone, and then by the index', () => {
    const cache = temporaryCache();
    const index = new ActionIndex(cache);
    const { key, output } = recordAction(cache, fieldsOf({}), { 'x.txt': 'abc' });
    const first = lookUp(cache, index, key);
    expect(first).toMatchObject({
      state: 'hit',
      restored: [],
      entry: { instance: 'train', output: output.digest, files: 1, sizeBytes: 3, metrics: { loss: 0.5 } },
    });
    const known = index.get('action', key);
    expect(lookUp(cache, index, key)).toEqual({ state: 'hit', restored: [], entry: known });
  });

  it('hits a large tree by its manifest', () => {
    const cache = temporaryCache();
    const index = new ActionIndex(cache);
    const { key } = recordAction(cache, fieldsOf({}), { 'x.txt': 'abc' });
    lookUp(cache, index, key);
    const entry = { ...index.get('action', key)! };
    delete entry.tree;
    index.set('action', key, entry);
    expect(lookUp(cache, index, key)).toEqual({ state: 'hit', restored: [], entry });
  });

  it('misses where the record is gone, whatever the index says', () => {
    const cache = temporaryCache();
    const index = new ActionIndex(cache);
    const { key } = recordAction(cache, fieldsOf({}), { 'x.txt': 'abc' });
    lookUp(cache, index, key);
    rmSync(cache.record(key));
    expect(lookUp(cache, index, key)).toEqual({ state: 'miss' });
  });

  it('names the damage of a record that the index still knows', () => {
    const cache = temporaryCache();
    const index = new ActionIndex(cache);
    const { key } = recordAction(cache, fieldsOf({}), { 'x.txt': 'abc' });
    lookUp(cache, index, key);
    damage(cache.record(key), () => Buffer.alloc(0));
    expect(lookUp(cache, index, key)).toEqual({
      state: 'damaged-record',
      problem: { path: cache.record(key), problem: 'it is empty' },
    });
  });

  it('finds a flipped bit of a file although its size is the same', () => {
    const cache = temporaryCache();
    const index = new ActionIndex(cache);
    const { key, output } = recordAction(cache, fieldsOf({}), { 'x.txt': 'abc' });
    lookUp(cache, index, key);
    const path = join(cache.output(output.digest), 'x.txt');
    damage(path, flipBit);
    expect(lookUp(cache, index, key)).toEqual({
      state: 'damaged-output',
      output: output.digest,
      missing: false,
      problems: [{ path, problem: 'its content changed' }],
    });
  });

  it('says that an output is missing', () => {
    const cache = temporaryCache();
    const { key, output } = recordAction(cache, fieldsOf({}), { 'x.txt': 'abc' });
    const path = cache.output(output.digest);
    removeTree(path);
    expect(lookUp(cache, new ActionIndex(cache), key)).toEqual({
      state: 'damaged-output',
      output: output.digest,
      missing: true,
      problems: [{ path, problem: 'it is missing' }],
    });
  });

  it('hits a file that was only touched, and knows its new signature from then on', () => {
    const cache = temporaryCache();
    const index = new ActionIndex(cache);
    const { key, output } = recordAction(cache, fieldsOf({}), { 'x.txt': 'abc' });
    const before = lookUp(cache, index, key);
    utimesSync(join(cache.output(output.digest), 'x.txt'), 1000, 1000);
    const touched = lookUp(cache, index, key);
    expect(touched).toMatchObject({ state: 'hit', restored: [] });
    expect(touched).not.toEqual(before);
    expect(lookUp(cache, index, key)).toEqual(touched);
  });

  it('hits a dropped output without looking for it', () => {
    const cache = temporaryCache();
    const index = new ActionIndex(cache);
    const { key, output } = recordAction(cache, fieldsOf({}), { 'x.txt': 'abc' }, { dropped: true });
    removeTree(cache.output(output.digest));
    for (let look = 0; look < 2; look++) {
      expect(lookUp(cache, index, key)).toMatchObject({ state: 'hit', entry: { dropped: true } });
    }
  });
});

describe('remember', () => {
  it('brings the index in step with a record', () => {
    const cache = temporaryCache();
    const index = new ActionIndex(cache);
    const record = recordAction(cache, fieldsOf({}), { 'x.txt': 'abc' });
    const entry = remember(cache, index, record, store(cache, { 'x.txt': 'abc' }));
    expect(index.get('action', record.key)).toBe(entry);
    expect(entry?.tree).toHaveLength(2);
  });

  it('keeps nothing of a record that vanished', () => {
    const cache = temporaryCache();
    const index = new ActionIndex(cache);
    const record = recordAction(cache, fieldsOf({}), { 'x.txt': 'abc' });
    rmSync(cache.record(record.key));
    expect(remember(cache, index, record, undefined)).toBeUndefined();
    expect(index.entries('action').size).toBe(0);
  });
});
