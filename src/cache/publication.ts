import type { ActionIndex } from './actions/action-index.ts';
import { type Digest, sha256 } from './files/digest.ts';
import { statsAt } from './files/signature.ts';
import { readTree, treeDigest } from './files/tree.ts';
import { isCompanion } from './companions.ts';
import { type SignedPath, signedTree } from './outputs/output-check.ts';

/** Whether the project folder holds the exact copy of the output; also true where there is no folder to publish to. */
export function isPublished(index: ActionIndex, folder: string | undefined, output: Digest): boolean {
  return folder === undefined || publishedPaths(index, folder, output) !== undefined;
}

/**
 * Everything in the project folder with its signature, where it is the exact copy of the output. A copy that the index does not
 * know (a fresh clone with the folder in git, a moved project, another process) is known by its content.
 */
export function publishedPaths(index: ActionIndex, folder: string, output: Digest): SignedPath[] | undefined {
  if (!isFolder(folder)) return undefined;
  const known = index.get('publication', folder);
  const paths = signedTree(folder);
  const signature = sha256(JSON.stringify(paths));
  if (known?.output === output && known.signature === signature) return paths;
  if (!contentsOf(folder).includes(output)) return undefined;
  index.set('publication', folder, { output, signature });
  return paths;
}

/** What cannot be looked at holds no copy; why not, publishing says. */
function isFolder(path: string): boolean {
  try {
    return statsAt(path)?.isDirectory() === true;
  } catch {
    return false;
  }
}

/**
 * The digests of what lies in a project folder: of all of it, and of what is left without the companions that this program wrote.
 * Empty where something is there that no output can hold.
 */
export function contentsOf(folder: string): Digest[] {
  try {
    const entries = readTree(folder);
    const own = entries.filter(({ path }) => !isCompanion(folder, path));
    return own.length === entries.length ? [treeDigest(entries)] : [treeDigest(own), treeDigest(entries)];
  } catch {
    return [];
  }
}
