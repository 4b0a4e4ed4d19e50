import { PipelineError } from '../pipeline/faults/error.ts';
import type { StageMetrics } from '../pipeline/stage/stage.ts';
import { withoutByteOrderMark } from '../without-byte-order-mark.ts';
import { type Digest, isDigest } from './files/digest.ts';
import { cleanBeside, replaceFile } from './files/replace-file.ts';
import { explained, projectError } from './files/system-error.ts';
import { readPlainFile } from './files/read-plain-file.ts';

/** The name of the lock file in a project folder. */
export const LOCK = 'pipeline.lock';

const HEADER = '# Written by eos-pipeline. One line an instance: id, action key, output digest, metrics.\n';

/** What the lock file says about an instance. */
export interface LockedInstance {
  key: Digest;
  output: Digest;
  metrics: StageMetrics;
}

/** Reads a lock file; undefined where there is none. */
export function readLockFile(path: string): Map<string, LockedInstance> | undefined {
  const text = textOf(path);
  return text === undefined ? undefined : parseLockFile(text, path);
}

/** The text of a lock file, to which a link may lead; a pipe in its place is told without waiting for it. */
function textOf(path: string): string | undefined {
  const read = explained('reading the lock file', path, () => readPlainFile(path, true));
  if (read !== 'no file') return read?.text;
  throw new PipelineError('cache-damaged', `the lock file ${path} is no file`, {
    hint: 'Remove it; the next run writes it again.',
  });
}

/**
 * Reads the text of a lock file. Of several lines for one instance (git's union merge keeps both sides) the last counts:
 * the next run writes the right one.
 */
export function parseLockFile(text: string, path: string): Map<string, LockedInstance> {
  const locked = new Map<string, LockedInstance>();
  // An editor's byte order mark, and the line ends that git may give a checkout, say nothing.
  for (const [index, line] of withoutByteOrderMark(text).split(/\r?\n/).entries()) {
    if (line === '' || line.startsWith('#')) continue;
    const parsed = parseLine(line);
    if (parsed === undefined) {
      throw new PipelineError(
        'cache-damaged',
        `this line of the lock file cannot be read: ${line.slice(0, 80)}`,
        {
          location: { file: path, line: index + 1, column: 1 },
          hint: 'Remove the line, or the conflict marks of git around it; the next run writes it again.',
        },
      );
    }
    locked.set(parsed.id, parsed.instance);
  }
  return locked;
}

/** The text of a lock file: sorted by id, so that branches which touch different instances merge line by line. */
export function lockFileText(locked: ReadonlyMap<string, LockedInstance>): string {
  const lines = [...locked]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, { key, output, metrics }]) => {
      const sorted = Object.fromEntries(Object.entries(metrics).sort(([a], [b]) => (a < b ? -1 : 1)));
      return `${nameText(id)} ${key} ${output} ${JSON.stringify(sorted)}\n`;
    });
  return HEADER + lines.join('');
}

/** Whether a lock file says just this. */
export function isLockFile(path: string, locked: ReadonlyMap<string, LockedInstance>): boolean {
  const read = explained('reading the lock file', path, () => readPlainFile(path, true));
  return typeof read === 'object' && read.text === lockFileText(locked);
}

/** Writes a lock file where its text changes. */
export function writeLockFile(path: string, locked: ReadonlyMap<string, LockedInstance>): void {
  if (isLockFile(path, locked)) return;
  cleanBeside(path);
  try {
    replaceFile(path, lockFileText(locked), 'writing the lock file');
  } catch (error) {
    throw projectError(error, 'writing the lock file', path);
  }
}

function parseLine(line: string): { id: string; instance: LockedInstance } | undefined {
  const match = /^("(?:[^"\\]|\\.)*"|\S+) (\S+) (\S+) (\{.*\})$/.exec(line);
  if (!match) return undefined;
  const [, name, key, output, metrics] = match as unknown as [string, string, string, string, string];
  if (!isDigest(key) || !isDigest(output)) return undefined;
  try {
    const id = name.startsWith('"') ? (JSON.parse(name) as string) : name;
    return { id, instance: { key, output, metrics: JSON.parse(metrics) as StageMetrics } };
  } catch {
    return undefined;
  }
}

/** Names with spaces or quotes are written as JSON. */
function nameText(id: string): string {
  return /^[^\s"#][^\s"]*$/.test(id) ? id : JSON.stringify(id);
}
