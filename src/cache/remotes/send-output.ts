import { readFileSync } from 'node:fs';
import { PipelineError } from '../../pipeline/faults/error.ts';
import { sha256 } from '../files/digest.ts';
import type { TreeEntry } from '../files/tree.ts';
import { type FileEntry, type Pack, parcelsOf } from './packs.ts';
import type { RemotePath, RemoteStore } from './stores/remote-store.ts';

/** How an output is sent. */
export interface SendOptions {
  /** Objects that are known to be damaged there: they are sent though they are there. */
  damaged: ReadonlySet<RemotePath>;
  /** Off: every file travels alone, however small. */
  packing?: boolean;
  /** Told of the bytes that have gone out, or need not. */
  sent: (bytes: number) => void;
}

/** Sends the files of an output, each content once; those that are there already are not sent again. Gives the packs. */
export async function sendOutput(
  store: RemoteStore,
  folder: string,
  entries: readonly TreeEntry[],
  { damaged, packing = true, sent }: SendOptions,
): Promise<Pack[]> {
  const { packs, singles } = parcelsOf(entries, packing);
  const sentPacks: Pack[] = [];
  for (const files of packs) {
    const bytes = Buffer.concat(files.map((file) => contentOf(folder, file)));
    const digest = sha256(bytes);
    await store.put(`cas/${digest}`, { bytes, sha256: digest }, false, sent);
    sentPacks.push({ sha256: digest, files: files.map((file) => file.sha256) });
  }
  for (const file of singles) {
    const path: RemotePath = `cas/${file.sha256}`;
    if (!damaged.has(path) && (await store.sizeOf(path)) === file.sizeBytes) {
      sent(file.sizeBytes);
      continue;
    }
    const { sizeBytes } = file;
    await store.put(path, { file: `${folder}/${file.path}`, sizeBytes, sha256: file.sha256 }, false, sent);
  }
  return sentPacks;
}

/** A file that was damaged here would be one there. */
function contentOf(folder: string, { path, sha256: expected }: FileEntry): Buffer {
  const bytes = readFileSync(`${folder}/${path}`);
  if (sha256(bytes) === expected) return bytes;
  throw new PipelineError('cache-damaged', `${folder}/${path} is damaged and was not sent`, {
    hint: 'Run "eos-pipeline verify", then "eos-pipeline repro": it is made again.',
  });
}
