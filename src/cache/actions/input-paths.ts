import { lstatSync, readdirSync, readlinkSync, realpathSync, statSync, type Stats } from 'node:fs';
import { PipelineError } from '../../pipeline/faults/error.ts';
import { bytesText, notUtf8In } from '../files/names-in.ts';
import { systemCode } from '../files/system-error.ts';
import { isLeftOut } from './left-out.ts';

/** A path of an input with what is there, links followed; a link that leads nowhere is what it is itself. */
export interface InputPath {
  /** Relative to the input; empty for the input itself. */
  path: string;
  stats: Stats;
}

/**
 * The paths of an input (links followed; a folder that contains itself through a link is entered once), without what programs leave in
 * folders that they look into.
 * @throws PipelineError missing-input for a name or a kind of file that no stage can be handed
 */
export function listInput(root: string): InputPath[] {
  const found: InputPath[] = [];
  const entered = new Set<string>();
  const visit = (path: string, stats: Stats): void => {
    const place = path === '' ? root : `${root}/${path}`;
    checkKind(place, stats);
    found.push({ path, stats });
    if (!stats.isDirectory()) return;
    const real = realpathSync(place);
    if (entered.has(real)) return;
    entered.add(real);
    for (const name of namesOf(place))
      visit(path === '' ? name : `${path}/${name}`, look(`${place}/${name}`));
  };
  visit('', statSync(root));
  return found;
}

function namesOf(folder: string): string[] {
  const names = readdirSync(folder);
  const [wrong] = notUtf8In(folder, names);
  if (wrong !== undefined)
    throw new PipelineError(
      'missing-input',
      `the name ${bytesText(wrong)} in the input folder ${folder} is not UTF-8`,
      {
        hint: 'Rename it: bytes that are no characters reach no stage as they are.',
      },
    );
  return names.filter((name) => !isLeftOut(name)).sort();
}

/** A link that leads nowhere or in a circle is content like any other: its text. */
function look(path: string): Stats {
  try {
    return statSync(path);
  } catch (error) {
    const stats = lstatSync(path);
    const code = systemCode(error);
    if (stats.isSymbolicLink() && (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP')) return stats;
    throw error;
  }
}

function checkKind(path: string, stats: Stats): void {
  if (stats.isFile() || stats.isDirectory() || stats.isSymbolicLink()) return;
  const kind = stats.isFIFO() ? 'a pipe (FIFO)' : stats.isSocket() ? 'a socket' : 'a device';
  throw new PipelineError('missing-input', `the input ${path} is ${kind}`, {
    hint: 'Inputs are files and folders: remove it, or name what is needed of the folder under "needs" in pipeline.yaml.',
  });
}

/** What an input is that is not there: a link may be. */
export function missingInput(path: string, cause: unknown): PipelineError {
  const target = linkTarget(path);
  return target === undefined
    ? new PipelineError('missing-input', `the input ${path} is not there`, {
        hint: 'Create the file or folder, or correct its path under "needs" in pipeline.yaml.',
        cause,
      })
    : new PipelineError('missing-input', `the input ${path} is a link to ${target}, where nothing is`, {
        hint: 'Correct the link, or the path under "needs" in pipeline.yaml.',
        cause,
      });
}

function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
