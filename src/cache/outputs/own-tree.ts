import {
  chmodSync,
  constants,
  copyFileSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  type Stats,
} from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import { PipelineError } from '../../pipeline/faults/error.ts';
import { isWithin } from '../../pipeline/within.ts';
import { copyHolesSync } from './copy-holes.ts';
import { siblingName } from '../files/replace-file.ts';
import { statsAt } from '../files/signature.ts';
import { systemCode } from '../files/system-error.ts';
import { listTree } from '../files/tree.ts';

/** The system's own: Node's other one takes `..` behind a link for a word to strike out. */
const realPath = realpathSync.native;

/** The system's code for a chain of links that has no end. */
const LOOP = 'ELOOP';

/**
 * Makes everything in a filled staging folder its own: what an absolute link leads to is copied in its place, and so is a file that has
 * another name elsewhere (a hard link), which would be made read-only, and could be written to, under that name.
 * Links inside the output stay links.
 * @throws PipelineError stage-failed where the folder is no folder any more, a link cannot be kept or copied, or a name is no text
 */
export function makeOwn(staging: string): void {
  checkFolder(staging);
  const listed = listTree(staging);
  const wrong = listed.find(({ isNoText }) => isNoText);
  if (wrong !== undefined)
    throw new PipelineError('stage-failed', `the stage made ${wrong.path}, a name that is not UTF-8`, {
      hint: 'Make it write another name: bytes that are no characters cannot be kept in a list of files.',
    });
  for (const { path, stats } of listed) {
    const place = `${staging}/${path}`;
    if (stats.isSymbolicLink() && isAbsolute(readlinkSync(place))) replaceLink(staging, path);
    else if (stats.isFile() && stats.nlink > 1)
      replaceWith(place, (copy) => {
        copyOf(place, copy);
      });
  }
  // After the copies, because a link may lead through what was a link.
  for (const { path, stats } of listed) if (stats.isSymbolicLink()) checkInside(staging, path);
}

/**
 * Makes sure that the output folder is a folder: behind a link in its place lies something that belongs to somebody else.
 * @throws PipelineError stage-failed
 */
export function checkFolder(staging: string): void {
  const stats = statsAt(staging);
  if (stats?.isDirectory()) return;
  const found =
    stats === undefined
      ? 'removed its output folder'
      : `put ${kindOf(staging, stats)} in the place of its output folder`;
  throw new PipelineError('stage-failed', `the stage ${found}: ${staging}`, {
    hint: 'Write into the folder (EOS_OUTPUT, context.output), or move a folder to its place: rmdir "$EOS_OUTPUT" && mv build "$EOS_OUTPUT".',
  });
}

function kindOf(path: string, stats: Stats): string {
  if (stats.isSymbolicLink()) return `a link to ${readlinkSync(path)}`;
  return stats.isFile() ? 'a file' : 'a special file';
}

function replaceLink(staging: string, path: string): void {
  const place = `${staging}/${path}`;
  const target = readlinkSync(place);
  const says = `the link ${path} points to ${target}`;
  if (isWithin(resolve(target), staging))
    throw new PipelineError('stage-failed', `${says}, which moves when the stage ends`, {
      hint: 'Make it a relative link, or copy the file.',
    });
  const real = realTarget(place, says);
  if (isWithin(realPath(staging), real))
    throw new PipelineError('stage-failed', `${says}, a folder that holds the output itself`, {
      hint: 'What an absolute link leads to is copied into the output: link to, or copy, what of it belongs to the output.',
    });
  replaceWith(place, (copy) => {
    copyTree(real, copy, { says, entered: [] });
  });
}

function realTarget(place: string, says: string): string {
  try {
    return realPath(place);
  } catch (error) {
    const code = systemCode(error);
    if (code !== 'ENOENT' && code !== 'ENOTDIR' && code !== LOOP) throw error;
    throw new PipelineError(
      'stage-failed',
      code === LOOP ? `${says}, which leads in a circle` : `${says}, where nothing is`,
      { hint: 'What an absolute link leads to is copied into the output: correct the link, or remove it.' },
    );
  }
}

/** Files and folders as they are, links as what they lead to. */
function copyTree(from: string, to: string, way: { says: string; entered: string[] }): void {
  let stats: Stats;
  try {
    stats = statSync(from);
  } catch (error) {
    const circle = systemCode(error) === LOOP;
    if (!circle && statsAt(from)?.isSymbolicLink() !== true) throw error;
    throw new PipelineError(
      'stage-failed',
      `${way.says}; in there ${from} is a link that ${circle ? 'leads in a circle' : 'leads nowhere'}`,
      {
        hint: 'What an absolute link leads to is copied into the output: copy what is wanted of it instead.',
      },
    );
  }
  if (stats.isFile()) {
    copyOf(from, to);
    return;
  }
  if (!stats.isDirectory())
    throw new PipelineError(
      'stage-failed',
      `${way.says}; ${from} is neither a file, a folder nor a symbolic link`,
      {
        hint: 'What an absolute link leads to is copied into the output: copy what is wanted of it instead.',
      },
    );
  const real = realPath(from);
  if (way.entered.includes(real))
    throw new PipelineError('stage-failed', `${way.says}; in there ${from} leads back to ${real}`, {
      hint: 'What an absolute link leads to is copied into the output: copy what is wanted of it instead.',
    });
  mkdirSync(to);
  const below = { ...way, entered: [...way.entered, real] };
  for (const name of readdirSync(from)) copyTree(`${from}/${name}`, `${to}/${name}`, below);
}

/** Shares the blocks where the file system can. */
function copyOf(from: string, to: string): void {
  if (!copyHolesSync(from, to)) copyFileSync(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
}

function replaceWith(place: string, copy: (to: string) => void): void {
  const folder = dirname(place);
  // A folder that was copied from an input is read-only like the input.
  if ((lstatSync(folder).mode & 0o200) === 0) chmodSync(folder, 0o755);
  const made = siblingName(place);
  copy(made);
  rmSync(place);
  renameSync(made, place);
}

function checkInside(staging: string, path: string): void {
  const place = `${staging}/${path}`;
  if (statsAt(place)?.isSymbolicLink() !== true) return;
  const target = readlinkSync(place);
  if (isWithin(resolve(dirname(place), target), staging) && leadsInside(staging, place)) return;
  throw new PipelineError('stage-failed', `the link ${path} points to ${target}, out of the output`, {
    hint: 'Copy what it leads to, or make it an absolute link: what that leads to is copied into the output.',
  });
}

/** A link to nothing inside the output is content like any other. */
function leadsInside(staging: string, place: string): boolean {
  try {
    return isWithin(realPath(place), realPath(staging));
  } catch {
    return true;
  }
}
