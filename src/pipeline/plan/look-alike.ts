import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * In words: the file that is there instead of a missing one, and differs only in the case of letters or in how Unicode writes
 * them (an é is one character, or an e and an accent: they look the same). Undefined where there is none.
 */
export function lookAlike(path: string): string | undefined {
  const found = follow(path);
  if (found === undefined || found === path) return undefined;
  const same = found.normalize('NFC') === path.normalize('NFC');
  return `"${found}" is there: it differs only in ${same ? 'how Unicode writes its letters (NFC and NFD)' : 'the case of its letters'}`;
}

/** Walks to a path, taking what only looks like a part of it. */
function follow(path: string): string | undefined {
  if (existsSync(path)) return path;
  const parent = dirname(path);
  if (parent === path) return undefined;
  const folder = follow(parent);
  if (folder === undefined) return undefined;
  const name = basename(path);
  const exact = join(folder, name);
  if (existsSync(exact)) return exact;
  const twin = namesOf(folder).find((other) => looksLike(other, name));
  return twin === undefined ? undefined : join(folder, twin);
}

/** Whether two names differ at most in the case of letters and in their Unicode form. */
export function looksLike(one: string, other: string): boolean {
  const plain = (name: string): string => name.normalize('NFC').toLowerCase().toUpperCase();
  return plain(one) === plain(other);
}

function namesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
