import type { Stats } from 'node:fs';
import { dirname } from 'node:path';
import { type Digest, sha256 } from '../files/digest.ts';
import { isMissing, systemError } from '../files/system-error.ts';
import { type Signature, TICK_MS, isSettled, signatureOf, statsAt } from '../files/signature.ts';
import { type InputPath, listInput, missingInput } from './input-paths.ts';
import { type TreeEntry, readEntry, treeDigest } from '../files/tree.ts';

/** The content of a project file or folder, and what tells later that it has not changed. */
export interface InputContent {
  digest: Digest;
  /** Digest over the stat signatures of everything in it. */
  signature: Digest;
  /** Whether the signature vouches for the content: false where a file changed within the last clock tick. */
  settled: boolean;
}

/** Reads and hashes a project file or folder; links count as what they point to, and as their text where that is nothing. */
export function readInput(path: string): InputContent {
  const readMs = Date.now();
  return explainedInput(path, () => {
    const paths = listInput(path);
    const entries = paths.map(({ path: name, stats }): TreeEntry => readEntry(path, name, stats));
    const signatures = paths.map(({ stats }) => inputPathSignature(stats));
    return {
      digest: treeDigest(entries),
      signature: signatureDigest(paths, signatures),
      settled: signatures.every((signature) => isSettled(signature, readMs)),
    };
  });
}

/** The digest over the stat signatures of a project file or folder; undefined where nothing is there. */
export function inputSignature(path: string): Digest | undefined {
  try {
    const paths = listInput(path);
    return signatureDigest(
      paths,
      paths.map(({ stats }) => inputPathSignature(stats)),
    );
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw systemError(error, 'looking at an input', path);
  }
}

/** What may have been done to an input: other content; another name for a file of it, or another mode, which may hide a swap; nothing that counts. */
export type Disturbance = 'written' | 'moved' | 'none';

/**
 * What was done to an input whose signature has moved since a moment. A hard link to one of its files moves the change time as writing does, and so
 * does another mode: these leave it as it is. Only where a folder around it has moved as well may files have been exchanged for a while.
 * @param digests - its content is to be one of these
 */
export function disturbanceOf(path: string, digests: readonly Digest[], sinceMs: number): Disturbance {
  if (statsAt(path) === undefined) return 'written';
  const paths = listInput(path);
  const isOld = (stats: Stats | undefined): boolean =>
    stats !== undefined && stats.mtimeMs + TICK_MS < sinceMs;
  const files = paths.filter(({ stats }) => !stats.isDirectory());
  if (!files.every(({ stats }) => isOld(stats)) || !digests.includes(readInput(path).digest))
    return 'written';
  const folders = paths.flatMap(({ stats }) => (stats.isDirectory() ? [stats] : []));
  return [statsAt(dirname(path)), ...folders].every(isOld) ? 'none' : 'moved';
}

/** What has changed in an input since a moment: its files, and folders from which something is gone. */
export function changedSince(path: string, sinceMs: number): string[] {
  return listInput(path)
    .filter(({ stats }) => Math.max(stats.mtimeMs, stats.ctimeMs) >= sinceMs)
    .sort((a, b) => Number(a.stats.isDirectory()) - Number(b.stats.isDirectory()))
    .map(({ path: name }) => (name === '' ? path : `${path}/${name}`));
}

/** What is in a folder tells its paths; its times move with what does not count, too. */
function inputPathSignature(stats: Stats): Signature {
  const signature = signatureOf(stats);
  return stats.isDirectory() ? [0, 0, 0, signature[3], signature[4]] : signature;
}

function signatureDigest(paths: InputPath[], signatures: Signature[]): Digest {
  return sha256(JSON.stringify(paths.map(({ path }, index) => [path, ...signatures[index]!])));
}

function explainedInput<T>(path: string, operation: () => T): T {
  try {
    return operation();
  } catch (error) {
    if (isMissing(error)) {
      throw missingInput(path, error);
    }
    throw systemError(error, 'reading an input', path);
  }
}
