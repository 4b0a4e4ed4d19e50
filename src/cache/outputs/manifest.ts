import { lstatSync } from 'node:fs';
import type { CacheFolder } from '../files/cache-folder.ts';
import type { Digest } from '../files/digest.ts';
import { type Sealed, readSealed, writeSealed } from '../files/sealed-json.ts';
import {
  aDigest,
  either,
  listOf,
  members,
  aNumber,
  only,
  aText,
  type Shape,
  signatureShape,
} from '../files/shape.ts';
import { type Signature, signatureOf } from '../files/signature.ts';
import { type TreeEntry, type TreePath, treeDigest } from '../files/tree.ts';

/** One line of a manifest: an entry of the tree with its stat signature. */
export type ManifestEntry = TreeEntry & { signature: Signature };

/** What an output tree holds; derived from the tree, so it can be rebuilt at any time. */
export interface Manifest {
  format: 1;
  digest: Digest;
  sizeBytes: number;
  /** Signature of the top folder: it changes when something is added to it or removed from it. */
  signature: Signature;
  entries: ManifestEntry[];
}

/** Takes the signatures of a tree whose entries were just read. */
export function describeTree(folder: string, entries: TreeEntry[]): Manifest {
  let sizeBytes = 0;
  const signed = entries.map((entry): ManifestEntry => {
    if (entry.kind === 'file') sizeBytes += entry.sizeBytes;
    return { ...entry, signature: signatureOf(lstatSync(`${folder}/${entry.path}`)) };
  });
  const signature = signatureOf(lstatSync(folder));
  return { format: 1, digest: treeDigest(entries), sizeBytes, signature, entries: signed };
}

/**
 * The files of a described tree that somebody wrote to since `listed` was taken, which was before they were read: what was
 * read of them is not what their signatures vouch for.
 */
export function writtenSince(listed: readonly TreePath[], manifest: Manifest): string[] {
  const before = new Map(listed.map(({ path, stats }) => [path, stats]));
  return manifest.entries.flatMap(({ kind, path, signature: [sizeBytes, modifiedMs] }) => {
    const stats = before.get(path);
    return kind === 'file' && (stats?.size !== sizeBytes || stats.mtimeMs !== modifiedMs) ? [path] : [];
  });
}

/** The entries as they are on every machine: without stat signatures. */
export function plainEntries({ entries }: Manifest): TreeEntry[] {
  return entries.map((entry) => {
    const plain: TreeEntry & { signature?: Signature } = { ...entry };
    delete plain.signature;
    return plain;
  });
}

const signature = signatureShape;

const manifestShape = members({
  format: only(1),
  digest: aDigest,
  sizeBytes: aNumber,
  signature,
  entries: listOf(entryShape({ signature })),
});

/** The shape of an entry of a tree, with these members more. */
export function entryShape(more: Record<string, Shape>): Shape {
  return either(
    members({
      kind: only('file'),
      path: pathInside,
      sizeBytes: aNumber,
      executable: either(only(true), only(false)),
      sha256: aDigest,
      ...more,
    }),
    members({ kind: only('folder'), path: pathInside, ...more }),
    members({ kind: only('link'), path: pathInside, target: aText, ...more }),
  );
}

function pathInside(value: unknown): string | undefined {
  const inside =
    typeof value === 'string' && value.split('/').every((name) => !['', '.', '..'].includes(name));
  return inside ? undefined : ' is not a path inside the output';
}

/** Reads the manifest of an output; one that belongs to another tree, or whose entries do not make that tree, is damaged. */
export function readManifest(cache: CacheFolder, digest: Digest): Sealed<Manifest> {
  const read = readSealed<Manifest>(cache.manifest(digest), 'reading a manifest', manifestShape);
  if (read.state !== 'read') return read;
  const found = treeDigest(read.content.entries);
  return found === digest ? read : { state: 'damaged', problem: `it describes the output ${found}` };
}

/** Writes the manifest of an output. Not durable: after a power cut it is rebuilt from the tree. */
export function writeManifest(cache: CacheFolder, manifest: Manifest): void {
  writeSealed(cache.manifest(manifest.digest), manifest, 'writing a manifest', false);
}
