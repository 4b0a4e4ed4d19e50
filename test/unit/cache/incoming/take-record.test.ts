import { describe, expect, it } from 'vitest';
import { readRecord } from '../../../../src/cache/actions/action-record.ts';
import { sha256 } from '../../../../src/cache/files/digest.ts';
import { incomingRecord, takeRecord } from '../../../../src/cache/incoming/take-record.ts';
import { fieldsOf, recordAction, store, temporaryCache } from '../../../temporary-cache.ts';

describe('takeRecord', () => {
  it('writes down that the output is not here, and that it is once it came', () => {
    const record = recordAction(temporaryCache(), fieldsOf({ width: 1 }), { a: 'text' });
    const cache = temporaryCache();
    expect(takeRecord(cache, record)).toEqual({ ...record, dropped: true });
    store(cache, { a: 'text' });
    expect(takeRecord(cache, record)).toEqual(record);
    expect(readRecord(cache, record.key)).toEqual({ state: 'read', content: record });
  });

  it('leaves a good record that is here already as it is', () => {
    const cache = temporaryCache();
    const record = recordAction(cache, fieldsOf({ width: 1 }), { a: 'text' });
    expect(takeRecord(cache, { ...record, instance: 'other', metrics: {} })).toEqual(record);
  });
});

describe('incomingRecord', () => {
  it('takes the record of the action', () => {
    const good = recordAction(temporaryCache(), fieldsOf({ width: 1 }), { a: 'text' });
    expect(incomingRecord(good, good.key)).toEqual({ record: good });
  });

  it('refuses the record of another action, whatever it calls itself', () => {
    const good = recordAction(temporaryCache(), fieldsOf({ width: 1 }), { a: 'text' });
    const other = sha256('other');
    expect(incomingRecord(good, other)).toEqual({ problem: `it records the action ${good.key}` });
    expect(incomingRecord({ ...good, key: other }, good.key)).toEqual({
      problem: `it calls itself the action ${other}`,
    });
  });

  it.each([
    ['nothing', null, 'its content is not an object'],
    ['an output that is a path', { digest: '../../victim' }, 'its content.output.digest is not a digest'],
  ])('refuses %s', (_, output, problem) => {
    const good = recordAction(temporaryCache(), fieldsOf({ width: 1 }), { a: 'text' });
    const value = output === null ? null : { ...good, output: { ...good.output, ...output } };
    expect(incomingRecord(value, good.key)).toEqual({ problem });
  });

  it('refuses a number that no action has', () => {
    const good = recordAction(temporaryCache(), fieldsOf({ width: 1 }), { a: 'text' });
    const params = { width: Number.POSITIVE_INFINITY };
    expect(incomingRecord({ ...good, fields: { ...good.fields, params } }, good.key)).toEqual({
      problem: 'its content has a number that JSON cannot say',
    });
  });
});
