import { expect, it } from 'vitest';
import { CacheFolder } from '../../../../src/cache/files/cache-folder.ts';
import type { Digest } from '../../../../src/cache/files/digest.ts';
import type { LockedInstance } from '../../../../src/cache/lock-file.ts';
import { differencesOf } from '../../../../src/cli/diff/difference.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

const line = (key: string, output: string, loss = 0): LockedInstance => ({
  key: key.repeat(64) as Digest,
  output: output.repeat(64) as Digest,
  metrics: { loss },
});

it('lists what came, went, changed, or has another key with the same output; what is equal is left out', () => {
  const before = new Map([
    ['d', line('1', '1')],
    ['c', line('1', '1')],
    ['b', line('1', '1')],
    ['same', line('1', '1')],
  ]);
  const now = new Map([
    ['a', line('1', '1', 3)],
    ['b', line('2', '1')],
    ['d', line('1', '2', 5)],
    ['same', line('1', '1')],
  ]);
  expect(differencesOf(before, now, new CacheFolder(temporaryFolder()))).toEqual([
    { instance: 'a', change: 'added', metrics: [{ name: 'loss', after: 3 }] },
    { instance: 'b', change: 'same output', metrics: [] },
    { instance: 'c', change: 'removed', metrics: [{ name: 'loss', before: 0 }] },
    { instance: 'd', change: 'changed', metrics: [{ name: 'loss', before: 0, after: 5 }], reasons: [] },
  ]);
});
