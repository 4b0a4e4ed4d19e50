import { chmodSync, constants, existsSync } from 'node:fs';
import { copyFile, mkdir, readlink, symlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ActionIndex } from './actions/action-index.ts';
import type { CacheFolder } from './files/cache-folder.ts';
import { type Digest, sha256 } from './files/digest.ts';
import { type ManifestEntry } from './outputs/manifest.ts';
import { checkOutput, signedTree, type SignedPath } from './outputs/output-check.ts';
import { quarantine } from './outputs/quarantine.ts';
import { removeTree, renameTree } from './files/remove-tree.ts';
import { siblingName } from './files/replace-file.ts';
import { statsAt } from './files/signature.ts';
import { systemError } from './files/system-error.ts';
import { listTree, readTree, treeDigest } from './files/tree.ts';
import { present } from '../present.ts';

/** What publishing did: `displaced` is where files that this program had not put there were moved. */
export interface Published {
  files: number;
  displaced?: string;
}

/** Whether the project folder still holds the exact copy of the output; also true where there is no folder to publish to. */
export function isPublished(index: ActionIndex, folder: string | undefined, output: Digest): boolean {
  return folder === undefined || publishedPaths(index, folder, output) !== undefined;
}

/**
 * Copies an output to a project folder, exactly: what else is there goes. The copy is made beside the folder and put in its
 * place by a rename. Whatever is there that is not an earlier copy (a folder, a file, a link) is moved to the quarantine, not
 * deleted.
 * @returns undefined where the output is not in the cache
 */
export async function publish(
  cache: CacheFolder,
  index: ActionIndex,
  folder: string,
  output: Digest,
): Promise<Published | undefined> {
  const check = checkOutput(cache, output, 'signature');
  if (check.state !== 'intact') return undefined;
  const copy = siblingName(folder);
  try {
    await copyTree(cache.output(output), copy, check.manifest.entries);
    const displaced = setAside(cache, index, folder);
    renameTree(copy, folder);
    index.set('publication', folder, { output, signature: copySignature(folder)! });
    const files = check.manifest.entries.filter(({ kind }) => kind === 'file').length;
    return { files, ...present({ displaced }) };
  } catch (error) {
    removeTree(copy);
    throw systemError(error, 'publishing an output', folder);
  }
}

async function copyTree(from: string, to: string, entries: ManifestEntry[]): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await mkdir(to);
  for (const entry of entries) {
    const place = `${to}/${entry.path}`;
    if (entry.kind === 'folder') await mkdir(place);
    else if (entry.kind === 'link') await symlink(await readlink(`${from}/${entry.path}`), place);
    else {
      await copyFile(`${from}/${entry.path}`, place, constants.COPYFILE_FICLONE);
      chmodSync(place, entry.executable ? 0o755 : 0o644);
    }
  }
}

/** Takes what is at the place away: deletes an earlier copy or an empty folder, keeps anything else. */
function setAside(cache: CacheFolder, index: ActionIndex, folder: string): string | undefined {
  const stats = statsAt(folder);
  if (stats === undefined) return undefined;
  const known = index.get('publication', folder);
  // A file or a link was never put there by this program, whatever it is a copy of.
  const ours =
    stats.isDirectory() &&
    (listTree(folder).length === 1 || (known !== undefined && treeDigest(readTree(folder)) === known.output));
  if (!ours) return quarantine(cache, folder);
  const old = siblingName(folder);
  renameTree(folder, old);
  removeTree(old);
  return undefined;
}

/** Everything in the project folder with its signature, where it is the exact copy of the output. */
export function publishedPaths(index: ActionIndex, folder: string, output: Digest): SignedPath[] | undefined {
  const known = index.get('publication', folder);
  const paths = known?.output === output ? copyPaths(folder) : undefined;
  return paths && known?.signature === sha256(JSON.stringify(paths)) ? paths : undefined;
}

/** Digest over the stat signatures of everything in the copy. */
function copySignature(folder: string): Digest | undefined {
  const paths = copyPaths(folder);
  return paths && sha256(JSON.stringify(paths));
}

/** Links are content and are not followed. */
function copyPaths(folder: string): SignedPath[] | undefined {
  if (!existsSync(folder)) return undefined;
  return signedTree(folder);
}
