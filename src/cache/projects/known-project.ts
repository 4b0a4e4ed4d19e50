import { realpathSync, rmSync, statSync, utimesSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { isWithin } from '../../pipeline/within.ts';
import type { CacheFolder } from '../files/cache-folder.ts';
import { sha256 } from '../files/digest.ts';
import { namesIn } from '../files/names-in.ts';
import { readSealed, writeSealed } from '../files/sealed-json.ts';
import { aNumber, aText, members, only, type Shape } from '../files/shape.ts';
import { statsAt } from '../files/signature.ts';
import { explained } from '../files/system-error.ts';

/** The record of a project is touched once in this time: it says when the project last used the cache. */
const TOUCH_MS = 86_400_000;

/** A project that uses the cache: what its lock file reaches stays there. */
export interface KnownProject {
  format: 1;
  /** Without links; relative to the cache where that lies in the project, which may be moved with it. */
  root: string;
  /** Relative to the root. */
  lockFile: string;
  /** The host that the root is a path of; empty where it is relative. */
  host: string;
  /** Inodes of the root and of the folder that it lies in: they tell it from another folder of the same name. */
  inode: number;
  parentInode: number;
}

const shape: Shape = members({
  format: only(1),
  root: aText,
  lockFile: aText,
  host: aText,
  inode: aNumber,
  parentInode: aNumber,
});

/** What is said of a project in the cache: the project, or what is wrong with the record. */
export type ProjectRecord = { path: string } & ({ project: KnownProject } | { problem: string });

/** Says in the cache that a project uses it; gives the path of the record. */
export function introduceProject(cache: CacheFolder, root: string, lockFile: string): string {
  return explained('recording the project in the cache', root, () => {
    const project = describe(cache, root, lockFile);
    const path = join(cache.projects, `${sha256(JSON.stringify(identity(project))).slice(0, 32)}.json`);
    const stats = statsAt(path);
    const known =
      stats?.isFile() === true ? readSealed<KnownProject>(path, 'reading a project', shape) : undefined;
    if (known?.state !== 'read' || JSON.stringify(known.content) !== JSON.stringify(project)) {
      writeSealed(path, project, 'recording the project in the cache', false);
    } else if (Math.abs(Date.now() - stats!.mtimeMs) > TOUCH_MS) {
      const now = new Date();
      utimesSync(path, now, now);
    }
    return path;
  });
}

/** Everything that the cache says of the projects that use it. */
export function projectRecords(cache: CacheFolder): ProjectRecord[] {
  return namesIn(cache.projects)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => {
      const path = join(cache.projects, name);
      if (statsAt(path)?.isFile() !== true) return { path, problem: 'it is no file' };
      const read = readSealed<KnownProject>(path, 'reading which projects use the cache', shape);
      if (read.state === 'read') return { path, project: read.content };
      return { path, problem: read.state === 'missing' ? 'it is gone' : read.problem };
    });
}

/** Whether two records are of the same project on the same host. */
export function isProject(
  cache: CacheFolder,
  project: KnownProject,
  root: string,
  lockFile: string,
): boolean {
  return JSON.stringify(identity(project)) === JSON.stringify(identity(describe(cache, root, lockFile)));
}

/** The absolute path of the project folder, as far as this host is concerned. */
export function rootOf(cache: CacheFolder, project: KnownProject): string {
  return resolve(realpathSync(cache.root), project.root);
}

/** Drops the record of a project: what it alone reaches goes at the next collection. */
export function forgetProject(path: string): void {
  rmSync(path, { force: true });
}

function describe(cache: CacheFolder, root: string, lockFile: string): KnownProject {
  const real = realpathSync(root);
  const folder = realpathSync(cache.root);
  const inside = isWithin(folder, real);
  return {
    format: 1,
    root: inside ? relative(folder, real) : real,
    lockFile: join(relative(root, dirname(lockFile)), basename(lockFile)),
    host: inside ? '' : hostname(),
    inode: statSync(real).ino,
    parentInode: statSync(dirname(real)).ino,
  };
}

function identity({ root, lockFile, host }: KnownProject): string[] {
  return [root, lockFile, host];
}
