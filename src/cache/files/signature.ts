import { lstatSync, type Stats } from 'node:fs';
import { isMissing } from './system-error.ts';

/**
 * What the file system says about a file without opening it: size, modification time and change time in milliseconds,
 * inode, mode. The change time is in because a program that sets the modification time back cannot set that one.
 */
export type Signature = [
  sizeBytes: number,
  modifiedMs: number,
  changedMs: number,
  inode: number,
  mode: number,
];

/** A file that changed less than this before it was read might change again within the same clock tick of the file system. */
export const TICK_MS = 20;

/** A modification time that is further ahead of the clock than this is no time of writing, but was set. */
const AHEAD_MS = 60_000;

/** What lstat says about a path; undefined where nothing is there, or where a folder on the way to it is a file. */
export function statsAt(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** The signature in what lstat returned. */
export function signatureOf(stats: Stats): Signature {
  return [stats.size, stats.mtimeMs, stats.ctimeMs, stats.ino, stats.mode];
}

/** The signature of a path; undefined where nothing is there. */
export function signatureAt(path: string): Signature | undefined {
  const stats = statsAt(path);
  return stats === undefined ? undefined : signatureOf(stats);
}

/** Whether two signatures are the same. */
export function sameSignature(a: Signature, b: Signature): boolean {
  return a[0] === b[0] && a[1] === b[1] && a[2] === b[2] && a[3] === b[3] && a[4] === b[4];
}

/** Whether the path still has the recorded signature. */
export function hasSignature(path: string, recorded: Signature): boolean {
  const stats = statsAt(path);
  return (
    stats !== undefined &&
    stats.size === recorded[0] &&
    stats.mtimeMs === recorded[1] &&
    stats.ctimeMs === recorded[2] &&
    stats.ino === recorded[3] &&
    stats.mode === recorded[4]
  );
}

/** Whether a signature taken before the file was read at `readMs` vouches for the content that was read. */
export function isSettled(signature: Signature, readMs: number): boolean {
  const [, modifiedMs, changedMs] = signature;
  // Every write moves the change time as well, which nobody can set: a modification time far ahead says nothing.
  const last = modifiedMs > readMs + AHEAD_MS ? changedMs : Math.max(modifiedMs, changedMs);
  return last + TICK_MS < readMs;
}
