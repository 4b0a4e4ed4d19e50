import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { distrustConsumers } from '../../../../src/cache/actions/distrust.ts';
import { damage, fieldsOf, flipBit, recordAction, temporaryCache } from '../../../temporary-cache.ts';

it('moves the records of what was made from an output after it was written to, and no others', () => {
  const cache = temporaryCache();
  const { digest } = recordAction(cache, fieldsOf({}), { 'x.txt': 'abc' }).output;
  const consumer = (instance: string, inputs = { run: [digest] }) =>
    recordAction(cache, fieldsOf({ instance }, { inputs }), { 'y.txt': instance }, { instance }).key;
  const before = consumer('before');
  const path = join(cache.output(digest), 'x.txt');
  damage(path, flipBit);
  const problems = [{ path, problem: 'its content changed' }];
  const after = consumer('after');
  const other = recordAction(cache, fieldsOf({ other: 1 }), { 'z.txt': '' }).key;
  const record = cache.record(after);
  expect(distrustConsumers(cache, digest, problems)).toEqual([
    {
      path: record,
      problem: `it was made from ${cache.output(digest)}, which was damaged by then`,
      instance: 'after',
      quarantine: expect.stringContaining(after) as string,
    },
  ]);
  expect([before, after, other].map((key) => existsSync(cache.record(key)))).toEqual([true, false, true]);
  expect(distrustConsumers(cache, digest, problems)).toEqual([]);
});
