import { chmodSync, readlinkSync, type Stats } from 'node:fs';
import type { CacheFolder } from '../files/cache-folder.ts';
import { type Digest, sha256File } from '../files/digest.ts';
import {
  type Manifest,
  type ManifestEntry,
  describeTree,
  readManifest,
  writeManifest,
  writtenSince,
} from './manifest.ts';
import { type Signature, hasSignature, sameSignature, signatureOf, statsAt } from '../files/signature.ts';
import { PipelineError } from '../../pipeline/faults/error.ts';
import { explained, systemCode } from '../files/system-error.ts';
import { type TreePath, listTree, readTree, treeDigest } from '../files/tree.ts';

/** Something about an output that is not as it was stored; `path` is absolute. */
export interface Problem {
  path: string;
  problem: string;
}

/** Something about an output, or about its manifest, that was set right without computing anything. */
export interface Restored extends Problem {
  what: 'output' | 'manifest';
}

/** A path of a tree with its signature, as the index keeps it; the path of the tree itself is empty. */
export type SignedPath = [path: string, ...signature: Signature];

/** What a check of an output finds. */
export type OutputCheck =
  | { state: 'missing' }
  | { state: 'damaged'; problems: Problem[] }
  | {
      state: 'intact';
      manifest: Manifest;
      /** What was set right without touching any content: modes, the manifest. */
      restored: Restored[];
      /** With `structure`: what was there, where a signature differs. Once the contents are proved, `renewManifest` takes it. */
      moved?: TreePath[];
    };

/**
 * How thoroughly to look: content is read nowhere (`structure`, for who proves it in another way), where the signature differs
 * (`signature`), or everywhere (`hash`).
 */
export type Thoroughness = 'structure' | 'signature' | 'hash';

/** Hashes a file. */
export type FileHash = (path: string) => Digest;

/** The signatures of everything in an output. */
export function signedPaths(manifest: Manifest): SignedPath[] {
  return [
    ['', ...manifest.signature],
    ...manifest.entries.map((entry): SignedPath => [entry.path, ...entry.signature]),
  ];
}

/** The signatures of everything in a folder as it is now; links are not followed. */
export function signedTree(folder: string): SignedPath[] {
  return listTree(folder).map(({ path, stats }) => [path, ...signatureOf(stats)]);
}

/** The quick look on a hit: whether every path of the output still has its recorded signature. */
export function hasSignatures(cache: CacheFolder, digest: Digest, signed: SignedPath[]): boolean {
  const folder = cache.output(digest);
  for (const [path, ...signature] of signed) {
    if (!hasSignature(path === '' ? folder : `${folder}/${path}`, signature)) return false;
  }
  return true;
}

/** Compares an output with its manifest, file by file; rebuilds the manifest where it is gone or damaged. */
export function checkOutput(
  cache: CacheFolder,
  digest: Digest,
  thoroughness: Thoroughness,
  hash: FileHash = sha256File,
): OutputCheck {
  const folder = cache.output(digest);
  const root = statsAt(folder);
  if (root === undefined) return { state: 'missing' };
  if (!root.isDirectory())
    return { state: 'damaged', problems: [{ path: folder, problem: 'it is not a folder' }] };
  const read = readManifest(cache, digest);
  return explained('checking an output', folder, () =>
    read.state === 'read'
      ? compare(cache, read.content, thoroughness, hash)
      : rebuild(cache, digest, read.state),
  );
}

/** Without a manifest the digest of everything is the only witness. */
function rebuild(cache: CacheFolder, digest: Digest, state: 'missing' | 'damaged'): OutputCheck {
  const folder = cache.output(digest);
  const listed = listTree(folder);
  const special = listed.find(({ stats, isNoText }) => isNoText ?? kindOf(stats) === 'special file');
  if (special !== undefined) {
    const problem = special.isNoText ? 'its name is not UTF-8' : 'it is a special file';
    return { state: 'damaged', problems: [{ path: `${folder}/${special.path}`, problem }] };
  }
  const entries = readTree(folder, listed);
  const found = treeDigest(entries);
  if (found !== digest) {
    return { state: 'damaged', problems: [{ path: folder, problem: `its content has the digest ${found}` }] };
  }
  const manifest = describeTree(folder, entries);
  const written = writtenSince(listed, manifest);
  if (written.length > 0) return beingWritten(folder, written);
  keep(cache, manifest);
  const problem = 'it was damaged and is written anew';
  const restored: Restored[] =
    state === 'missing' ? [] : [{ what: 'manifest', path: cache.manifest(digest), problem }];
  return { state: 'intact', manifest, restored };
}

function compare(
  cache: CacheFolder,
  manifest: Manifest,
  thoroughness: Thoroughness,
  hash: FileHash,
): OutputCheck {
  const folder = cache.output(manifest.digest);
  const problems: Problem[] = [];
  const listed = listTree(folder);
  const present = new Map(listed.map(({ path, stats }) => [path, stats]));
  let moved = !sameSignature(signatureOf(present.get('')!), manifest.signature);
  for (const entry of manifest.entries) {
    const path = `${folder}/${entry.path}`;
    const stats = present.get(entry.path);
    present.delete(entry.path);
    if (stats === undefined) {
      problems.push({ path, problem: 'it is missing' });
      continue;
    }
    const same = sameSignature(signatureOf(stats), entry.signature);
    moved ||= !same;
    if (same && thoroughness !== 'hash') continue;
    const problem = problemOf(path, entry, stats, thoroughness === 'structure' ? undefined : hash);
    if (problem !== undefined) problems.push({ path, problem });
  }
  present.delete('');
  for (const path of present.keys())
    problems.push({ path: `${folder}/${path}`, problem: 'it does not belong there' });
  if (problems.length > 0) return { state: 'damaged', problems };
  if (!moved) return { state: 'intact', manifest, restored: [] };
  if (thoroughness === 'structure') return { state: 'intact', manifest, restored: [], moved: listed };
  return renewManifest(cache, manifest, listed);
}

/**
 * Writes down the signatures that an output has now, and sets modes back that lost their protection.
 * @param listed what was there before the contents were proved: a file that was written to since is damage
 */
export function renewManifest(cache: CacheFolder, manifest: Manifest, listed: TreePath[]): OutputCheck {
  const folder = cache.output(manifest.digest);
  const restored: Restored[] = [];
  const recorded = new Map(signedPaths(manifest).map(([path, ...signature]) => [path, signature]));
  for (const { path, stats } of listed) {
    const place = path === '' ? folder : `${folder}/${path}`;
    if (!stats.isSymbolicLink()) restoreMode(place, signatureOf(stats), recorded.get(path)!, restored);
  }
  const renewed = describeTree(folder, manifest.entries);
  const written = writtenSince(listed, renewed);
  if (written.length > 0) return beingWritten(folder, written);
  keep(cache, renewed);
  return { state: 'intact', manifest: renewed, restored };
}

/** A manifest saves reading the contents again; in a cache that one may only read they are read again. */
function keep(cache: CacheFolder, manifest: Manifest): void {
  try {
    writeManifest(cache, manifest);
  } catch (error) {
    if (!isForbidden(error)) throw error;
  }
}

function beingWritten(folder: string, files: string[]): OutputCheck {
  return {
    state: 'damaged',
    problems: files.map((file) => ({
      path: `${folder}/${file}`,
      problem: 'it was written to while it was read',
    })),
  };
}

function problemOf(path: string, entry: ManifestEntry, stats: Stats, hash?: FileHash): string | undefined {
  const kind = kindOf(stats);
  if (kind !== entry.kind) return `it is a ${kind}, expected a ${entry.kind}`;
  if (entry.kind === 'link') {
    const target = readlinkSync(path);
    return target === entry.target ? undefined : `the link points to ${target}, expected ${entry.target}`;
  }
  if (entry.kind !== 'file') return undefined;
  if (stats.size !== entry.sizeBytes) return `it has ${stats.size} bytes, expected ${entry.sizeBytes}`;
  if (((stats.mode & 0o111) !== 0) !== entry.executable) {
    return `it is ${entry.executable ? 'not ' : ''}executable, expected ${entry.executable ? '' : 'not '}executable`;
  }
  return hash === undefined || hash(path) === entry.sha256 ? undefined : 'its content changed';
}

function kindOf(stats: Stats): 'file' | 'folder' | 'link' | 'special file' {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'folder';
  return stats.isSymbolicLink() ? 'link' : 'special file';
}

/** The content is proved by its hash, so a mode that lost its protection is set back instead of computing everything again. */
function restoreMode(path: string, found: Signature, recorded: Signature, restored: Restored[]): void {
  if (found[4] === recorded[4]) return;
  try {
    chmodSync(path, recorded[4] & 0o777);
  } catch (error) {
    if (isForbidden(error)) return;
    throw error;
  }
  const problem = `its mode was ${octal(found[4])}, expected ${octal(recorded[4])}`;
  restored.push({ what: 'output', path, problem });
}

function octal(mode: number): string {
  return (mode & 0o777).toString(8).padStart(4, '0');
}

/** Somebody else's file, or a disk for reading only. */
function isForbidden(error: unknown): boolean {
  const cause = error instanceof PipelineError ? error.cause : error;
  return /^(EACCES|EPERM|EROFS)$/.test(systemCode(cause) ?? '');
}
