import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { namesIn } from './names-in.ts';
import { isMissing, systemCode, systemError } from './system-error.ts';

let counter = 0;
/** Processes of two containers or hosts may have the same id. */
const salt = Math.floor(Math.random() * 2 ** 32)
  .toString(16)
  .padStart(8, '0');

/** A name beside `path` that no other process uses. */
export function siblingName(path: string): string {
  return `${path}.${process.pid}-${salt}-${counter++}.tmp`;
}

/** Whether a name is one of those that `siblingName` gives. */
export function isSiblingName(name: string): boolean {
  return /\.\d+-[0-9a-f]{8}-\d+\.tmp$/.test(name);
}

/** Removes what killed processes left beside a path while they wrote it anew; the caller sees to it that nobody does so now. */
export function cleanBeside(path: string): void {
  const prefix = `${basename(path)}.`;
  for (const name of namesIn(dirname(path)))
    if (name.startsWith(prefix) && isSiblingName(name))
      rmSync(join(dirname(path), name), { recursive: true, force: true });
}

/**
 * Writes a file so that a reader sees the old content or the new content, never a part of it, and the new one survives a
 * power cut once this returns (`durable`).
 */
export function replaceFile(path: string, content: string | Uint8Array, doing: string, durable = true): void {
  const temporary = siblingName(path);
  try {
    try {
      writeWhole(temporary, content, durable);
    } catch (error) {
      if (!isMissing(error)) throw error;
      mkdirSync(dirname(path), { recursive: true });
      writeWhole(temporary, content, durable);
    }
    renamePatiently(temporary, path);
    if (durable) syncFolder(dirname(path));
  } catch (error) {
    removeFile(temporary);
    throw systemError(error, doing, path);
  }
}

/** Gives a file a second name, with its whole content or not at all, and only where nothing has that name: whether it did. */
export function linkIfFree(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Removes a file of this process that has served. Where it cannot be removed (permissions that were taken away, a disk that is for reading
 * now) it stays: whoever finds it sees that its process is gone, and what is worth saying failed before.
 */
export function removeFile(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // See above.
  }
}

function writeWhole(path: string, content: string | Uint8Array, durable: boolean): void {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const file = openSync(path, 'wx');
  try {
    for (let offset = 0; offset < bytes.length;) offset += writeSync(file, bytes, offset);
    if (durable) fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Renames; on Windows a scanner or a reader may hold the file for a moment. */
export function renamePatiently(from: string, to: string): void {
  for (let attempt = 0; ; attempt++) {
    try {
      renameSync(from, to);
      return;
    } catch (error) {
      const passing = ['EPERM', 'EACCES', 'EBUSY'].includes(systemCode(error) ?? '');
      if (process.platform !== 'win32' || !passing || attempt === 9) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10 << attempt);
    }
  }
}

/** Makes the names in a folder survive a power cut; where folders cannot be opened (Windows), nothing. */
export function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
