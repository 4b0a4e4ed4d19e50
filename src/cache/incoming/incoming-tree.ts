import { posix } from 'node:path';
import type { Digest } from '../files/digest.ts';
import { listOf } from '../files/shape.ts';
import { type TreeEntry, treeDigest } from '../files/tree.ts';
import { entryShape } from '../outputs/manifest.ts';

/** A list of entries that came from elsewhere: those of an output, or what is wrong with it. */
export type IncomingTree = { entries: TreeEntry[] } | { problem: string };

const entriesShape = listOf(entryShape({}));

/**
 * Checks a list that is said to be the entries of this output, before anything of it is written: its shape, that the digest of an output is
 * the digest of these entries, and that writing them in order leads out of no folder (names in order and once each, a folder above each, links
 * that stay inside).
 */
export function incomingTree(value: unknown, digest: Digest): IncomingTree {
  const misshapen = entriesShape(value);
  if (misshapen !== undefined) return { problem: `its list of files${misshapen}` };
  const entries = value as TreeEntry[];
  const found = treeDigest(entries);
  if (found !== digest) return { problem: `its files make the output ${found}, not ${digest}` };
  const problem = placeProblem(entries);
  return problem === undefined ? { entries } : { problem };
}

/** No honest tree has these faults, so nothing is tried to be made of one that has. */
function placeProblem(entries: readonly TreeEntry[]): string | undefined {
  const folders = new Set(['.']);
  const names = new Set<string>();
  for (const entry of entries) {
    const { path } = entry;
    const shown = JSON.stringify(path);
    if (names.has(path)) return `it lists ${shown} twice`;
    names.add(path);
    if (path.includes('\0')) return `the name ${shown} can stand in no folder`;
    const above = posix.dirname(path);
    if (!folders.has(above)) return `it lists ${shown} in no folder of its own`;
    if (entry.kind === 'folder') folders.add(path);
    if (entry.kind === 'file' && !(Number.isSafeInteger(entry.sizeBytes) && entry.sizeBytes >= 0))
      return `the size of ${shown} is none`;
    if (entry.kind === 'link' && !staysInside(above, entry.target))
      return `the link ${shown} leads out of the output`;
  }
  return undefined;
}

/** As far as the words go; where a chain of links leads is checked once it is written. */
function staysInside(above: string, target: string): boolean {
  if (target === '' || target.includes('\0') || posix.isAbsolute(target)) return false;
  const place = posix.normalize(posix.join(above, target));
  return place !== '..' && !place.startsWith('../');
}
