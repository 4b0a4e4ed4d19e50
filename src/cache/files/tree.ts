import { lstatSync, readdirSync, readlinkSync, type Stats } from 'node:fs';
import { PipelineError } from '../../pipeline/faults/error.ts';
import { type Digest, sha256, sha256File } from './digest.ts';
import { bytesText, notUtf8In } from './names-in.ts';
import { explained } from './system-error.ts';

/** One file, folder or symbolic link of a tree; `path` is relative to the tree, with `/`. */
export type TreeEntry =
  | { kind: 'file'; path: string; sizeBytes: number; executable: boolean; sha256: Digest }
  | { kind: 'folder'; path: string }
  | { kind: 'link'; path: string; target: string };

/** A path of a tree with what lstat says about it. */
export interface TreePath {
  /** Relative to the tree; empty for its root. */
  path: string;
  stats: Stats;
  /** Its name is not UTF-8: `path` has the bytes in hexadecimal, and opens nothing. */
  isNoText?: true;
}

/**
 * Every path below `folder` (the folder itself first), sorted by code units; links are not followed.
 * What has a name that is not UTF-8 is listed, and not looked into.
 */
export function listTree(folder: string): TreePath[] {
  const found: TreePath[] = [{ path: '', stats: lstatSync(folder) }];
  const visit = (prefix: string): void => {
    const names = readdirSync(`${folder}/${prefix}`);
    const wrong = notUtf8In(`${folder}/${prefix}`, names);
    for (const bytes of wrong) {
      const stats = lstatSync(Buffer.concat([Buffer.from(`${folder}/${prefix}`), bytes]));
      found.push({ path: `${prefix}${bytesText(bytes)}`, stats, isNoText: true });
    }
    const garbled = new Set(wrong.map(String));
    for (const name of names) {
      if (garbled.has(name)) continue;
      const path = `${prefix}${name}`;
      const stats = lstatSync(`${folder}/${path}`);
      found.push({ path, stats });
      if (stats.isDirectory()) visit(`${path}/`);
    }
  };
  if (found[0]!.stats.isDirectory()) visit('');
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Reads and hashes a whole tree: everything of it that counts as content. `listed` is what `listTree` said of it before. */
export function readTree(folder: string, listed?: TreePath[]): TreeEntry[] {
  return explained('reading a folder', folder, () =>
    (listed ?? listTree(folder)).slice(1).map(({ path, stats }) => readEntry(folder, path, stats)),
  );
}

/** Hashes one path of a tree. */
export function readEntry(folder: string, path: string, stats: Stats): TreeEntry {
  const place = path === '' ? folder : `${folder}/${path}`;
  if (stats.isDirectory()) return { kind: 'folder', path };
  if (stats.isSymbolicLink()) return { kind: 'link', path, target: readlinkSync(place) };
  if (!stats.isFile()) {
    throw new PipelineError('stage-failed', `${place} is neither a file, a folder nor a symbolic link`, {
      hint: 'An output may hold files, folders and links only: remove sockets, pipes and devices before the stage ends.',
    });
  }
  const executable = (stats.mode & 0o111) !== 0;
  return { kind: 'file', path, sizeBytes: stats.size, executable, sha256: sha256File(place) };
}

/** The digest of a tree: names, sizes, executable bits, link targets and contents of everything in it, in order of the names. */
export function treeDigest(entries: TreeEntry[]): Digest {
  return sha256(entries.map(entryLine).join(''));
}

function entryLine(entry: TreeEntry): string {
  const name = JSON.stringify(entry.path);
  switch (entry.kind) {
    case 'folder':
      return `folder ${name}\n`;
    case 'link':
      return `link ${name} ${JSON.stringify(entry.target)}\n`;
    case 'file':
      return `file ${name} ${entry.sizeBytes} ${entry.executable ? 'x' : '-'} ${entry.sha256}\n`;
  }
}
