import { closeSync, openSync, readSync } from 'node:fs';
import { type TreeEntry, readTree } from '../files/tree.ts';

/** Where two trees differ first. */
export interface TreeDifference {
  /** Relative to the trees. */
  path: string;
  /** Offset of the first byte that differs, counted from 0; absent where something else does. */
  byte?: number;
  /** In words, the stored tree first. */
  problem: string;
}

const CHUNK = 1 << 20;

/** The first path, in order of the names, at which a tree differs from a stored one; undefined where all bytes are the same. */
export function firstDifference(stored: string, other: string): TreeDifference | undefined {
  const before = new Map(readTree(stored).map((entry) => [entry.path, entry]));
  const after = new Map(readTree(other).map((entry) => [entry.path, entry]));
  for (const path of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const difference = compare(
      before.get(path),
      after.get(path),
      (tree) => `${tree === 0 ? stored : other}/${path}`,
    );
    if (difference) return { path, ...difference };
  }
  return undefined;
}

function compare(
  before: TreeEntry | undefined,
  after: TreeEntry | undefined,
  place: (tree: 0 | 1) => string,
): Omit<TreeDifference, 'path'> | undefined {
  if (before === undefined) return { problem: 'it was not there, and is now' };
  if (after === undefined) return { problem: 'it was there, and is not now' };
  if (before.kind === 'link' && after.kind === 'link')
    return before.target === after.target
      ? undefined
      : { problem: `the link led to ${before.target}, and leads to ${after.target} now` };
  if (before.kind === 'file' && after.kind === 'file') {
    if (before.sha256 !== after.sha256) return firstByte(place(0), place(1));
    return before.executable === after.executable
      ? undefined
      : {
          problem: `it was ${before.executable ? '' : 'not '}executable, and is${after.executable ? '' : ' not'} now`,
        };
  }
  return before.kind === after.kind
    ? undefined
    : { problem: `it was a ${before.kind}, and is a ${after.kind} now` };
}

function firstByte(stored: string, other: string): Omit<TreeDifference, 'path'> {
  const files = [openSync(stored, 'r'), openSync(other, 'r')] as const;
  const chunks = [Buffer.alloc(CHUNK), Buffer.alloc(CHUNK)] as const;
  try {
    for (let offset = 0; ; offset += CHUNK) {
      const [before, after] = [0, 1].map((tree) =>
        chunks[tree]!.subarray(0, readSync(files[tree]!, chunks[tree]!, 0, CHUNK, offset)),
      ) as [Buffer, Buffer];
      if (before.equals(after) && before.length === CHUNK) continue;
      const at = before.findIndex((byte, position) => byte !== after[position]);
      const inside = at >= 0 ? at : before.length;
      return {
        byte: offset + inside,
        problem: `byte ${offset + inside} was ${named(before[inside])}, and is ${named(after[inside])} now`,
      };
    }
  } finally {
    for (const file of files) closeSync(file);
  }
}

function named(byte: number | undefined): string {
  return byte === undefined ? 'behind the end' : `0x${byte.toString(16).padStart(2, '0')}`;
}
