import type { Stats } from 'node:fs';
import { type Digest, sha256 } from '../files/digest.ts';
import { isMissing, systemError } from '../files/system-error.ts';
import { type Signature, isSettled, signatureOf } from '../files/signature.ts';
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
