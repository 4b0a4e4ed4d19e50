import { copyFileSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRecord } from '../../../../src/cache/actions/action-record.ts';
import { actionKey } from '../../../../src/cache/actions/action-key.ts';
import { damage, fieldsOf, flipBit, recordAction, temporaryCache } from '../../../temporary-cache.ts';

describe('an action record', () => {
  it('is read as it was written, under the key of its fields', () => {
    const cache = temporaryCache();
    const record = recordAction(cache, fieldsOf({ width: 3 }), { 'x.txt': 'abc' });
    expect(record.key).toBe(actionKey(fieldsOf({ width: 3 })));
    expect(readRecord(cache, record.key)).toEqual({ state: 'read', content: record });
  });

  it('is found under its key whatever machine it was made on', () => {
    const cache = temporaryCache();
    const { key, provenance } = recordAction(cache, fieldsOf({ width: 3 }), { 'x.txt': 'abc' });
    const elsewhere = {
      ...provenance,
      host: 'other',
      processor: 'other',
      platform: 'darwin-arm64',
      node: '22.18.0',
    };
    const record = recordAction(cache, fieldsOf({ width: 3 }), { 'x.txt': 'abc' }, { provenance: elsewhere });
    expect(record.key).toBe(key);
    expect(readRecord(cache, key)).toEqual({ state: 'read', content: record });
  });

  it('is missing where the action has never run', () => {
    expect(readRecord(temporaryCache(), actionKey(fieldsOf({})))).toEqual({ state: 'missing' });
  });

  it('is damaged where it was copied to the name of another action', () => {
    const cache = temporaryCache();
    const { key } = recordAction(cache, fieldsOf({ width: 3 }), {});
    const other = actionKey(fieldsOf({ width: 4 }));
    mkdirSync(dirname(cache.record(other)), { recursive: true });
    copyFileSync(cache.record(key), cache.record(other));
    expect(readRecord(cache, other)).toEqual({ state: 'damaged', problem: `it records the action ${key}` });
  });

  it('is damaged where a byte changed', () => {
    const cache = temporaryCache();
    const { key } = recordAction(cache, fieldsOf({}), {});
    damage(cache.record(key), flipBit);
    expect(readRecord(cache, key)).toEqual({
      state: 'damaged',
      problem: 'its content does not match its checksum',
    });
  });

  it('is damaged where it was cut off, and says how much is left', () => {
    const cache = temporaryCache();
    const { key } = recordAction(cache, fieldsOf({}), {});
    const path = cache.record(key);
    truncateSync(path, 200);
    expect(readFileSync(path, 'utf8')).toHaveLength(200);
    expect(readRecord(cache, key)).toEqual({
      state: 'damaged',
      problem: 'it is truncated (200 characters are left)',
    });
    truncateSync(path, 0);
    expect(readRecord(cache, key)).toEqual({ state: 'damaged', problem: 'it is empty' });
  });
});
