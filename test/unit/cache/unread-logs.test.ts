import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../src/cache/files/digest.ts';
import { logPath } from '../../../src/cache/log-file.ts';
import { unreadLogs } from '../../../src/cache/unread-logs.ts';
import { temporaryCache } from '../../temporary-cache.ts';

describe('unreadLogs', () => {
  it('leaves the logs of reached keys and, while some are not known, the newest log of each instance', () => {
    const cache = temporaryCache();
    const log = (instance: string, key: string, at: number): string => {
      const path = logPath(cache, instance.split('[')[0]!, instance, sha256(key));
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, 'text');
      utimesSync(path, at, at);
      return path;
    };
    const old = [log('a[s=1]', 'one', 1), log('a[s=2]', 'two', 2), log('b', 'three', 3)];
    const newest = [log('a[s=1]', 'four', 4), log('a[s=2]', 'five', 5), log('b', 'six', 6)];
    const reached = log('a[s=1]', 'seven', 0);
    const keep = new Set([sha256('seven')]);
    expect(unreadLogs(cache, { keep, pending: true }).sort()).toEqual([...old].sort());
    expect(unreadLogs(cache, { keep, pending: false }).sort()).toEqual([...old, ...newest].sort());
    expect(unreadLogs(cache, { keep: new Set(), pending: false })).toContain(reached);
  });
});
