import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { FaultList } from '../faults/fault-list.ts';
import type { Draft } from './link.ts';
import type { Instance } from './plan.ts';
import { isWithin } from '../within.ts';

/** Where the pipeline is at home; absolute paths. */
export interface Home {
  root: string;
  pipeline: string;
  cacheFolder?: string;
  dataDir?: string;
  /** What the command line names instead of the folders that pipeline.yaml names. */
  publishTo?: string;
}

/** Folders of other programs, which publishing never replaces, nor anything in them. */
const NEVER = new Set(['.git', '.hg', '.svn', 'node_modules']);

type Publishing = Instance & { publish: string };

/**
 * Refuses folders that are not the pipeline's to replace: outside the project, the cache, what the pipeline itself needs; and
 * folders that two instances publish to, or one inside the other. Publishing replaces everything in a folder.
 */
export function checkPublishFolders(drafts: readonly Draft[], home: Home, faults: FaultList): void {
  const publishing = drafts
    .map(({ instance }) => instance)
    .filter((instance): instance is Publishing => instance.publish !== undefined);
  if (publishing.length === 0) return;
  const { root, cacheFolder } = home;
  const realRoot = realPath(root);
  const cache = cacheFolder === undefined ? [] : bothPlacesOf(cacheFolder);
  const files = [...ownFiles(drafts, home)].map(([path, words]) => ({ places: bothPlacesOf(path), words }));
  const problemOf = (folder: string): string | undefined => {
    if (folder === root || !isWithin(folder, root)) return 'which is not inside the project folder';
    if (relative(root, folder).split(sep)[0]!.startsWith('~'))
      return 'which no shell would take for a folder of the project: ~ is not the home folder here';
    const place = placeOf(folder);
    if (!isWithin(place, realRoot)) return `which leads out of the project folder, to ${place}`;
    const kept = relative(realRoot, place)
      .split(sep)
      .find((name) => NEVER.has(name));
    if (kept !== undefined) return `which lies in ${kept}, which no pipeline may replace`;
    if (existsSync(join(place, '.git'))) return 'which holds a repository of its own (.git)';
    if (cache.some((path) => isWithin(place, path))) return 'which lies in the cache';
    if (cache.some((path) => isWithin(path, place))) return 'which holds the cache';
    const held = files.find(({ places }) => places.some((path) => isWithin(path, place)));
    return held && `which holds ${held.words}`;
  };
  for (const { stage, publish } of publishing) {
    const problem = problemOf(publish);
    if (problem === undefined) continue;
    const message = `the stage "${stage}" publishes to ${publish}, ${problem}`;
    const words = {
      expected: 'a folder of its own inside the project: publishing replaces everything in it',
      hint: 'name another folder, such as "reports"',
    };
    const { publishTo } = home;
    if (publishTo === undefined) faults.at(['stages', stage, 'publish'], message, words);
    else {
      const place = { kind: 'argument' as const, argument: `--publish-to ${publishTo}`, text: publishTo };
      faults.add({ place, message, ...words, hint: 'name another folder, such as trials/one' });
    }
  }
  checkApart(publishing, root, faults);
}

/** What the pipeline is made of and reads: path → what it is, in words. */
function ownFiles(drafts: readonly Draft[], { root, pipeline, dataDir }: Home): Map<string, string> {
  const files = new Map([
    [pipeline, 'pipeline.yaml'],
    [join(root, 'pipeline.lock'), 'pipeline.lock'],
    [join(root, 'kept'), 'the kept results'],
  ]);
  if (dataDir !== undefined) files.set(dataDir, 'the data dir');
  for (const { instance, targets } of drafts) {
    if (instance.work.kind === 'uses') files.set(instance.work.file, `the stage file of "${instance.stage}"`);
    for (const [, target] of targets)
      if (target.kind === 'file') files.set(target.path, `the input "${target.name}"`);
  }
  return files;
}

/** Reports, once a stage, an instance whose folder is that of another one or lies in it. */
function checkApart(publishing: readonly Publishing[], root: string, faults: FaultList): void {
  const told = new Set<string>();
  const collide = (one: Publishing, other: Publishing, how: string): void => {
    if (told.has(one.stage)) return;
    told.add(one.stage);
    const axis = Object.keys(one.coordinates).find(
      (name) => one.stage === other.stage && one.coordinates[name] !== other.coordinates[name],
    );
    const name = relative(root, one.publish);
    faults.at(['stages', one.stage, 'publish'], `${one.id} publishes to ${name}, ${how} ${other.id}`, {
      expected: 'folders apart from each other: publishing replaces everything in a folder',
      hint:
        axis === undefined
          ? 'name another folder'
          : `let the folder depend on the matrix, as in "${name}/\${{ matrix.${axis} }}"`,
    });
  };
  const owners = new Map<string, Publishing>();
  for (const instance of publishing) {
    const place = foldedPlace(instance.publish);
    const owner = owners.get(place);
    if (owner === undefined) owners.set(place, instance);
    else collide(instance, owner, isSamePlace(instance, owner) ? 'as does' : `${ONE_TO_SOME} of`);
  }
  for (const [place, instance] of owners) {
    const owner = ownerOf(dirname(place), owners);
    if (owner !== undefined) collide(instance, owner, 'inside the folder of');
  }
}

const ONE_TO_SOME = 'which a disk that does not tell letter case or Unicode forms apart takes for the folder';

function isSamePlace(one: Publishing, other: Publishing): boolean {
  return placeOf(one.publish) === placeOf(other.publish);
}

/** Names that differ only in letter case or Unicode form are one folder on many disks. */
function foldedPlace(folder: string): string {
  return placeOf(folder).normalize('NFC').toLowerCase();
}

/** Who owns a path or the nearest folder around it. */
export function ownerOf<Owner>(path: string, owners: ReadonlyMap<string, Owner>): Owner | undefined {
  for (let folder = path; ; folder = dirname(folder)) {
    const owner = owners.get(folder);
    if (owner !== undefined || folder === dirname(folder)) return owner;
  }
}

/** Where a path lies, whatever links lead there; a link at its end is the thing itself. */
export function placeOf(path: string): string {
  return join(realPath(dirname(path)), basename(path));
}

/** Where a path lies, and where it leads. */
export function bothPlacesOf(path: string): string[] {
  return [placeOf(path), realPath(path)];
}

/** Follows links as far as the path exists. */
function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path === dirname(path) ? path : placeOf(path);
  }
}
