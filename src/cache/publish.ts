import { chmodSync, constants, mkdirSync } from 'node:fs';
import { copyFile, mkdir, readlink, symlink } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { PipelineError } from '../pipeline/faults/error.ts';
import { present } from '../present.ts';
import type { ActionIndex } from './actions/action-index.ts';
import type { CacheFolder } from './files/cache-folder.ts';
import type { Digest } from './files/digest.ts';
import { discardTree, removeTree, renameTree } from './files/remove-tree.ts';
import { cleanBeside, siblingName } from './files/replace-file.ts';
import { statsAt } from './files/signature.ts';
import { projectError, systemCode, systemError } from './files/system-error.ts';
import { listTree } from './files/tree.ts';
import type { ManifestEntry } from './outputs/manifest.ts';
import { checkOutput } from './outputs/output-check.ts';
import { copyHoles } from './outputs/copy-holes.ts';
import { quarantine } from './outputs/quarantine.ts';
import { contentsOf, isPublished } from './publication.ts';
import type { Owner } from './sessions/session.ts';
import { withLock } from './sessions/with-lock.ts';

/** What publishing did: `displaced` is where files that this program had not put there were moved. */
export interface Published {
  files: number;
  displaced?: string;
}

/** Folders that hold what no pipeline has made, whatever their name says. */
const NEVER = new Set(['.git', '.hg', '.svn', 'node_modules']);

/**
 * Copies an output to a project folder, exactly: what else is there goes, companions too. The copy is made in the cache (beside the folder, where that
 * is another file system) and put in its place by a rename. Whatever is there that is no output of this pipeline is moved to the
 * quarantine, not deleted. Of several processes one publishes; the others find that it is done.
 * @param isOurs - whether a folder with this content is an output of the pipeline, for example by a line of its lock file
 * @returns undefined where the folder holds the copy already, and where the output is not in the cache
 * @throws PipelineError bad-pipeline where a repository or installed packages lie in the folder
 */
export async function publish(
  cache: CacheFolder,
  index: ActionIndex,
  owner: Owner,
  folder: string,
  output: Digest,
  isOurs: (content: Digest) => boolean = () => false,
): Promise<Published | undefined> {
  return await withLock(cache, owner, `publishing to ${folder}`, async () => {
    if (isPublished(index, folder, output)) return undefined;
    const check = checkOutput(cache, output, 'signature');
    if (check.state !== 'intact') return undefined;
    refuseForeign(folder);
    const ours = (content: Digest): boolean =>
      statsAt(cache.output(content)) !== undefined || isOurs(content);
    const { entries } = check.manifest;
    const displaced = await explainedAt(folder, () => replace(cache, owner, folder, output, entries, ours));
    // Takes the signatures down.
    if (!isPublished(index, folder, output))
      throw new PipelineError('file-system', `${folder} was changed while it was published`, {
        hint: 'Another program writes to it: publish to a folder of its own; then run the same command again.',
      });
    const files = entries.filter(({ kind }) => kind === 'file').length;
    return { files, ...present({ displaced }) };
  });
}

let copies = 0;

async function replace(
  cache: CacheFolder,
  { session }: Owner,
  folder: string,
  output: Digest,
  entries: readonly ManifestEntry[],
  isOurs: (content: Digest) => boolean,
): Promise<string | undefined> {
  mkdirSync(dirname(folder), { recursive: true });
  const inCache = cache.stagingOf(session, `publish-${copies++}`);
  const beside = siblingName(folder);
  cleanBeside(folder);
  try {
    await copyTree(cache.output(output), inCache, entries);
    const displaced = setAside(cache, folder, isOurs);
    try {
      renameTree(inCache, folder);
    } catch (error) {
      if (systemCode(error) !== 'EXDEV') throw error;
      try {
        await copyTree(cache.output(output), beside, entries);
        renameTree(beside, folder);
      } catch (failure) {
        throw projectError(failure, 'publishing an output', folder);
      }
    }
    return displaced;
  } finally {
    removeTree(inCache);
    removeTree(beside);
  }
}

async function copyTree(from: string, to: string, entries: readonly ManifestEntry[]): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of entries) {
    const place = `${to}/${entry.path}`;
    if (entry.kind === 'folder') await mkdir(place);
    else if (entry.kind === 'link') await symlink(await readlink(`${from}/${entry.path}`), place);
    else {
      const source = `${from}/${entry.path}`;
      if (!(await copyHoles(source, place))) await copyFile(source, place, constants.COPYFILE_FICLONE);
      chmodSync(place, entry.executable ? 0o755 : 0o644);
    }
  }
}

/** Takes what is at the place away: deletes an output of this pipeline or an empty folder, keeps anything else. */
function setAside(
  cache: CacheFolder,
  folder: string,
  isOurs: (content: Digest) => boolean,
): string | undefined {
  const stats = statsAt(folder);
  if (stats === undefined) return undefined;
  // A file or a link was never put there by this program, whatever it is a copy of.
  const ours = stats.isDirectory() && (contentsOf(folder).some(isOurs) || listTree(folder).length === 1);
  if (!ours) return quarantine(cache, folder);
  try {
    discardTree(cache, folder);
  } catch (error) {
    if (systemCode(error) !== 'EXDEV') throw error;
    // One rename takes the whole away, so that nobody sees a half-removed tree.
    const old = siblingName(folder);
    renameTree(folder, old);
    removeTree(old);
  }
  return undefined;
}

/** A repository or installed packages inside the folder are no output: not even the quarantine is the place for them. */
function refuseForeign(folder: string): void {
  if (statsAt(folder)?.isDirectory() !== true) return;
  const foreign = listTree(folder).find(({ path }) => NEVER.has(basename(path)));
  if (foreign === undefined) return;
  throw new PipelineError('bad-pipeline', `${folder} holds ${foreign.path}, which no pipeline may replace`, {
    hint: 'Move it away, or publish to another folder: publishing replaces everything in it.',
  });
}

async function explainedAt<Result>(folder: string, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    throw systemError(error, 'publishing an output', folder);
  }
}
