import type { Digest } from '../files/digest.ts';
import type { TreeEntry } from '../files/tree.ts';

/** A file of an output. */
export type FileEntry = Extract<TreeEntry, { kind: 'file' }>;

/** Small files of one output, one after the other in one object of a remote. */
export interface Pack {
  /** Of the whole. */
  sha256: Digest;
  /** Of each part, in order. */
  files: Digest[];
}

/** A request costs as much as so many bytes: smaller files go together. */
const SMALL_BYTES = 64 << 10;
/** What one pack holds at most, so that it can be held in memory. */
export const MOST_PACK_BYTES = 4 << 20;

/** How the files of an output travel: each content once. */
export interface Parcels {
  /** Files that go together. */
  packs: FileEntry[][];
  singles: FileEntry[];
}

/** Puts small files together, in the order of the output; with `packing` off every file travels alone. */
export function parcelsOf(entries: readonly TreeEntry[], packing = true): Parcels {
  const parcels: Parcels = { packs: [], singles: [] };
  let open: FileEntry[] = [];
  let openBytes = 0;
  const close = (): void => {
    if (open.length === 1) parcels.singles.push(...open);
    else if (open.length > 1) parcels.packs.push(open);
    open = [];
    openBytes = 0;
  };
  for (const file of contentsOf(entries).values()) {
    if (!packing || file.sizeBytes > SMALL_BYTES) {
      parcels.singles.push(file);
      continue;
    }
    if (openBytes + file.sizeBytes > MOST_PACK_BYTES) close();
    open.push(file);
    openBytes += file.sizeBytes;
  }
  close();
  return parcels;
}

/** One file for each content. */
export function contentsOf(entries: readonly TreeEntry[]): Map<Digest, FileEntry> {
  const contents = new Map<Digest, FileEntry>();
  for (const entry of entries)
    if (entry.kind === 'file' && !contents.has(entry.sha256)) contents.set(entry.sha256, entry);
  return contents;
}

/** What is wrong with packs that are said to hold files of an output; undefined where they can be taken apart. */
export function packsProblem(packs: readonly Pack[], entries: readonly TreeEntry[]): string | undefined {
  const contents = contentsOf(entries);
  for (const { sha256, files } of packs) {
    let sizeBytes = 0;
    for (const file of files) {
      const content = contents.get(file);
      if (content === undefined) return `the pack ${sha256} holds ${file}, which is no file of the output`;
      sizeBytes += content.sizeBytes;
    }
    if (sizeBytes > MOST_PACK_BYTES) return `the pack ${sha256} is larger than a pack may be`;
  }
  return undefined;
}
