import { readdirSync, realpathSync, statSync, type Stats } from 'node:fs';
import { PipelineError } from '../../pipeline/faults/error.ts';
import { type Digest, sha256 } from '../files/digest.ts';
import { isMissing, systemError } from '../files/system-error.ts';
import { type Signature, isSettled, signatureOf } from '../files/signature.ts';
import { type TreeEntry, readEntry, treeDigest } from '../files/tree.ts';

/** The content of a project file or folder, and what tells later that it has not changed. */
export interface InputContent {
  digest: Digest;
  /** Digest over the stat signatures of everything in it. */
  signature: Digest;
  /** Whether the signature vouches for the content: false where a file changed within the last clock tick. */
  settled: boolean;
}

interface InputPath {
  path: string;
  stats: Stats;
}

/** Reads and hashes a project file or folder; links count as what they point to. */
export function readInput(path: string): InputContent {
  const readMs = Date.now();
  return explainedInput(path, () => {
    const paths = listInput(path);
    const entries = paths.map(({ path: name, stats }): TreeEntry => readEntry(path, name, stats));
    const signatures = paths.map(({ stats }) => signatureOf(stats));
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
      paths.map(({ stats }) => signatureOf(stats)),
    );
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw systemError(error, 'looking at an input', path);
  }
}

/** The paths of an input (links followed; a folder that contains itself through a link is entered once). */
function listInput(root: string): InputPath[] {
  const found: InputPath[] = [];
  const entered = new Set<string>();
  const visit = (path: string, stats: Stats): void => {
    found.push({ path, stats });
    if (!stats.isDirectory()) return;
    const folder = path === '' ? root : `${root}/${path}`;
    const real = realpathSync(folder);
    if (entered.has(real)) return;
    entered.add(real);
    for (const name of readdirSync(folder).sort())
      visit(path === '' ? name : `${path}/${name}`, statSync(`${folder}/${name}`));
  };
  visit('', statSync(root));
  return found;
}

function signatureDigest(paths: InputPath[], signatures: Signature[]): Digest {
  return sha256(JSON.stringify(paths.map(({ path }, index) => [path, ...signatures[index]!])));
}

function explainedInput<T>(path: string, operation: () => T): T {
  try {
    return operation();
  } catch (error) {
    if (isMissing(error)) {
      throw new PipelineError('missing-input', `the input ${path} is not there`, {
        hint: 'Create the file or folder, or correct its path under "needs" in pipeline.yaml.',
        cause: error,
      });
    }
    throw systemError(error, 'reading an input', path);
  }
}
