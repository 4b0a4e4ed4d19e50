import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import type { CacheFolder } from '../files/cache-folder.ts';
import type { Digest } from '../files/digest.ts';
import { discardTree } from '../files/remove-tree.ts';
import type { TreeEntry } from '../files/tree.ts';
import { type StoredOutput, storeOutput } from '../outputs/output-store.ts';

/** Writes the files of an output below a folder, in which their folders are already. */
export type FillFiles = (folder: string) => Promise<void> | void;

/**
 * Takes an output from elsewhere into the store: folders and links are made, `fill` writes the files, and everything is read and hashed. Only
 * what has this very digest gets the name; else nothing of it stays.
 * @param entries - as `incomingTree` has found them good
 * @param staging - an empty place of this process in the staging folder of the cache
 * @throws PipelineError cache-damaged where something else arrived; what `fill` throws
 */
export async function takeOutput(
  cache: CacheFolder,
  digest: Digest,
  entries: readonly TreeEntry[],
  staging: string,
  fill: FillFiles,
): Promise<StoredOutput> {
  try {
    mkdirSync(staging, { recursive: true });
    for (const entry of entries) if (entry.kind === 'folder') mkdirSync(`${staging}/${entry.path}`);
    await fill(staging);
    for (const entry of entries) {
      const place = `${staging}/${entry.path}`;
      if (entry.kind === 'file' && entry.executable) chmodSync(place, 0o755);
      // Last, so that nothing is written through them.
      if (entry.kind === 'link') symlinkSync(entry.target, place);
    }
    // It can be had again.
    return storeOutput(cache, staging, false, digest);
  } finally {
    discardTree(cache, staging);
  }
}
