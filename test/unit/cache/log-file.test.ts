import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CacheFolder } from '../../../src/cache/files/cache-folder.ts';
import { sha256 } from '../../../src/cache/files/digest.ts';
import { logPath, logTail, logsOf, trimLog } from '../../../src/cache/log-file.ts';
import { temporaryCache } from '../../temporary-cache.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const id = 'train[size=60,seed=1]';

function writeLog(cache: CacheFolder, instance: string, configuration: string, changedS: number): string {
  const path = logPath(cache, 'train', instance, sha256(configuration));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, configuration);
  utimesSync(path, changedS, changedS);
  return path;
}

describe('logPath', () => {
  it('is named by stage, instance and key', () => {
    const cache = temporaryCache();
    const key = sha256('key');
    expect(logPath(cache, 'train', id, key)).toBe(join(cache.logs, 'train', `${id}.${key.slice(0, 12)}.log`));
  });

  it('keeps instances apart whose names no file may have, or that are too long for one', () => {
    const cache = temporaryCache();
    const name = (instance: string): string => basename(logPath(cache, 'train', instance, sha256('key')));
    const names = ['train[a=x/y]', 'train[a=x:y]', 'train[a=x_y]', 'x'.repeat(300), 'x'.repeat(301)].map(
      name,
    );
    expect(new Set(names).size).toBe(5);
    for (const written of names) {
      expect(written).toMatch(/^[\w.=,[\]~-]+$/);
      expect(written.length).toBeLessThan(200);
    }
  });
});

describe('logsOf', () => {
  it('lists the logs of an instance, newest first, and those of no other', () => {
    const cache = temporaryCache();
    const old = writeLog(cache, id, 'old', 1000);
    const latest = writeLog(cache, id, 'new', 2000);
    writeLog(cache, `${id}.more`, 'other', 3000);
    writeLog(cache, 'train[size=60]', 'other', 3000);
    expect(logsOf(cache, 'train', id)).toEqual([latest, old]);
  });

  it('lists none where the stage never ran', () => {
    expect(logsOf(temporaryCache(), 'train', id)).toEqual([]);
  });
});

describe('logTail', () => {
  it('is empty where the log cannot be read', () => {
    expect(logTail(temporaryFolder(), 5)).toEqual([]);
  });

  it('gives the last lines, without the line break at the end', () => {
    const path = join(temporaryFolder(), 'x.log');
    writeFileSync(path, 'one\ntwo\n\nfour\n');
    expect(logTail(path, 3)).toEqual(['two', '', 'four']);
    expect(logTail(path, 9)).toEqual(['one', 'two', '', 'four']);
  });

  it('leaves out earlier attempts', () => {
    const path = join(temporaryFolder(), 'x.log');
    const head = (attempt: number): string =>
      `--- 2026-11-24T20:00:00.000Z train attempt ${attempt}, key abc\n`;
    writeFileSync(path, `${head(1)}old\n${head(2)}--- mine\nnew\n`);
    expect(logTail(path, 9)).toEqual(['--- mine', 'new']);
  });

  it('reads the end of a long log only', () => {
    const path = join(temporaryFolder(), 'x.log');
    writeFileSync(path, `${'x'.repeat(99)}\n`.repeat(1000));
    const tail = logTail(path, 1000);
    expect(tail.length).toBeLessThan(200);
    expect(tail.at(-1)).toBe('x'.repeat(99));
  });

  it('is empty where there is no log', () => {
    expect(logTail(join(temporaryFolder(), 'missing.log'), 5)).toEqual([]);
  });
});

describe('trimLog', () => {
  it('leaves a log alone that a person can read', () => {
    const path = join(temporaryFolder(), 'a.log');
    trimLog(path);
    writeFileSync(path, 'x\n'.repeat(5 << 20));
    trimLog(path);
    expect(readFileSync(path).length).toBe(10 << 20);
  });

  it('keeps whole lines of the beginning and of the end of a larger one, and says how much is left out', () => {
    const path = join(temporaryFolder(), 'a.log');
    const lines = Array.from({ length: 900_000 }, (_, index) => `line ${index}`);
    writeFileSync(path, `${lines.join('\n')}\n`);
    const { length } = readFileSync(path);
    expect(length).toBeGreaterThan(10 << 20);
    trimLog(path);
    const kept = readFileSync(path, 'utf8').trimEnd().split('\n');
    const mark = kept.findIndex((line) => line.startsWith('---'));
    const [, left] = /^--- (\d+) bytes are left out here: a log keeps its beginning and its end$/.exec(
      kept[mark]!,
    )!;
    expect(kept.slice(0, mark)).toEqual(lines.slice(0, mark));
    expect(kept.slice(mark + 1)).toEqual(lines.slice(mark + 1 - kept.length));
    expect(readFileSync(path).length - kept[mark]!.length - 1).toBe(length - Number(left));
    expect(readFileSync(path).length).toBeLessThan(6 << 20);
    expect(logTail(path, 1)).toEqual(['line 899999']);
  });
});
