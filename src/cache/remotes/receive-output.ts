import { constants, copyFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { CacheFolder } from '../files/cache-folder.ts';
import { type Digest, sha256 } from '../files/digest.ts';
import type { TreeEntry } from '../files/tree.ts';
import { takeOutput } from '../incoming/take-output.ts';
import type { StoredOutput } from '../outputs/output-store.ts';
import { filesByContent, type FileEntry, MOST_PACK_BYTES, type Pack } from './packs.ts';
import { receiveFile } from './receive-file.ts';
import { RefusedError } from './refused-error.ts';
import type { RemoteEntry } from './remote-entry.ts';
import type { RemoteStore } from './stores/remote-store.ts';

/** How an output is received. */
export interface ReceiveOptions {
  /** An empty place of this process in the staging folder of the cache. */
  staging: string;
  got: (bytes: number) => void;
  /** Whether a transfer that takes longer than making the output is given up. */
  onlyIfWorth: boolean;
}

/**
 * Brings the output of an entry into the cache: every content is compared with its digest, then the whole with the digest of the output.
 * @throws RefusedError, RemoteError; nothing of the output is in the cache then
 */
export async function receiveOutput(
  store: RemoteStore,
  cache: CacheFolder,
  { record, entries, packs }: RemoteEntry,
  { staging, got, onlyIfWorth }: ReceiveOptions,
): Promise<StoredOutput> {
  const { digest } = record.output;
  const worthMs = onlyIfWorth ? record.provenance.durationMs : undefined;
  return await takeOutput(cache, digest, entries, staging, async (folder) => {
    await receiveFiles(store, cache, { entries, packs }, folder, { part: `${staging}-part`, got, worthMs });
  });
}

/** How files are received. */
interface FilesOptions {
  /** A place of this process for a file that is not whole yet, on the same file system. */
  part: string;
  got: (bytes: number) => void;
  /** What it would take to make them: a transfer that will take longer is given up. */
  worthMs?: number | undefined;
}

/**
 * Writes the files of a tree, in which their folders are already; every content is compared with its digest.
 * @throws RefusedError, RemoteError
 */
export async function receiveFiles(
  store: RemoteStore,
  cache: CacheFolder,
  { entries, packs }: Pick<RemoteEntry, 'entries' | 'packs'>,
  folder: string,
  { part, got, worthMs }: FilesOptions,
): Promise<void> {
  const missing = filesByContent(entries);
  const places = placesOf(entries);
  const place = (content: Digest): string[] => places.get(content)!.map((path) => `${folder}/${path}`);
  for (const pack of packs) {
    for (const [content, bytes] of await unpacked(store, pack, missing)) {
      for (const path of place(content)) writeFileSync(path, bytes);
      missing.delete(content);
      got(bytes.length);
    }
  }
  for (const { sha256: content, sizeBytes } of missing.values()) {
    try {
      await receiveFile(store, cache, { sha256: content, sizeBytes, worthMs }, part, got);
      const [first, ...others] = place(content);
      renameSync(part, first!);
      for (const other of others) copyFileSync(first!, other, constants.COPYFILE_FICLONE);
    } finally {
      rmSync(part, { force: true });
    }
  }
}

function placesOf(entries: readonly TreeEntry[]): Map<Digest, string[]> {
  const places = new Map<Digest, string[]>();
  for (const entry of entries) {
    if (entry.kind !== 'file') continue;
    const known = places.get(entry.sha256);
    if (known === undefined) places.set(entry.sha256, [entry.path]);
    else known.push(entry.path);
  }
  return places;
}

/** The contents of a pack; a content that two packs hold is taken from the first. */
async function unpacked(
  store: RemoteStore,
  pack: Pack,
  missing: ReadonlyMap<Digest, FileEntry>,
): Promise<Map<Digest, Buffer>> {
  const path = `cas/${pack.sha256}` as const;
  const bytes = await store.get(path, MOST_PACK_BYTES);
  if (bytes === undefined) throw new RefusedError(path, 'it is not there', true);
  const found = sha256(bytes);
  if (found !== pack.sha256) throw new RefusedError(path, `its content has the sha256 ${found}`);
  const parts = new Map<Digest, Buffer>();
  let start = 0;
  for (const content of pack.files) {
    const sizeBytes = missing.get(content)?.sizeBytes;
    if (sizeBytes === undefined) throw new RefusedError(path, `it holds ${content} once more`);
    const part = bytes.subarray(start, start + sizeBytes);
    if (sha256(part) !== content) throw new RefusedError(path, `its part ${content} is something else`);
    parts.set(content, part);
    start += sizeBytes;
  }
  if (start !== bytes.length) throw new RefusedError(path, 'it holds more than its record says');
  return parts;
}
