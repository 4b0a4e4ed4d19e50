import { closeSync, openSync, readSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { CacheFolder } from './files/cache-folder.ts';
import { type Digest, sha256 } from './files/digest.ts';
import { replaceFile } from './files/replace-file.ts';
import { statsAt } from './files/signature.ts';
import { isMissing } from './files/system-error.ts';

const TAIL_BYTES = 16 * 1024;

/** The log of an action of an instance; every attempt appends to it. */
export function logPath(cache: CacheFolder, stage: string, instance: string, key: Digest): string {
  return join(cache.logs, fileName(stage), `${fileName(instance)}${logEnding(key)}`);
}

/** What the name of every log of an action ends with. */
export function logEnding(key: Digest): string {
  return `.${key.slice(0, 12)}.log`;
}

/** The logs of an instance, newest first: one for each configuration it ran with. */
export function logsOf(cache: CacheFolder, stage: string, instance: string): string[] {
  const folder = join(cache.logs, fileName(stage));
  const prefix = `${fileName(instance)}.`;
  try {
    return readdirSync(folder)
      .filter((name) => name.startsWith(prefix) && /^[0-9a-f]{12}\.log$/.test(name.slice(prefix.length)))
      .map((name) => ({ path: join(folder, name), stats: statsAt(join(folder, name)) }))
      .flatMap(({ path, stats }) => (stats?.isFile() === true ? [{ path, changedMs: stats.mtimeMs }] : []))
      .sort((a, b) => b.changedMs - a.changedMs)
      .map(({ path }) => path);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** The line that the log of an attempt begins with; one log holds all attempts. */
const ATTEMPT = /^--- \d{4}-\d\d-\d\dT\S+ .* attempt \d+, key /;

/** The last lines of a log; none where there is no log, or none that may be read: what failed is worth more than that. */
export function logTail(path: string, lines: number): string[] {
  try {
    const file = openSync(path, 'r');
    try {
      const { size } = statSync(path);
      const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
      readSync(file, tail, 0, tail.length, size - tail.length);
      const text = tail.toString('utf8').trimEnd().split('\n');
      return text.slice(text.findLastIndex((line) => ATTEMPT.test(line)) + 1).slice(-lines);
    } finally {
      closeSync(file);
    }
  } catch {
    return [];
  }
}

/** More of a log than this is left out of its middle. */
const MOST_LOG_BYTES = 10 << 20;
const HEAD_BYTES = 2 << 20;

/** Cuts the middle out of a log that has grown beyond what a person reads: its beginning and its end stay. */
export function trimLog(path: string): void {
  const stats = statsAt(path);
  if (stats?.isFile() !== true || stats.size <= MOST_LOG_BYTES) return;
  const tailBytes = MOST_LOG_BYTES / 2 - HEAD_BYTES;
  const head = Buffer.alloc(HEAD_BYTES);
  const tail = Buffer.alloc(tailBytes);
  const file = openSync(path, 'r');
  try {
    readSync(file, head, 0, head.length, 0);
    readSync(file, tail, 0, tail.length, stats.size - tail.length);
  } finally {
    closeSync(file);
  }
  // Whole lines, where the log has lines.
  const end = head.lastIndexOf(0x0a) + 1 || head.length;
  const start = tail.indexOf(0x0a) + 1;
  const left = stats.size - end - (tail.length - start);
  const mark = Buffer.from(`--- ${left} bytes are left out here: a log keeps its beginning and its end\n`);
  replaceFile(
    path,
    Buffer.concat([head.subarray(0, end), mark, tail.subarray(start)]),
    'trimming a log',
    false,
  );
}

/** A file name that every file system takes; names that had to change keep apart by a digest. */
function fileName(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9._=,[\]-]/g, '_');
  return plain === name && name.length <= 120 ? name : `${plain.slice(0, 120)}~${sha256(name).slice(0, 8)}`;
}
