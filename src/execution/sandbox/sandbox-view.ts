import { lstatSync, mkdirSync, realpathSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isWithin } from '../../pipeline/within.ts';

/** A file or folder that is there, and where a sandbox shows it. */
export interface ShownPlace {
  from: string;
  to: string;
  /** Absent: for reading. */
  writable?: true;
}

/** Everything that a sandbox shows; what is not in it is not there. Absolute paths, of which none leads through a link. */
export interface SandboxView {
  places: ShownPlace[];
  links: { path: string; target: string }[];
  /** The current folder. */
  cwd: string;
  network: boolean;
}

/** The folders that every sandbox has of its own. */
const OWN_FOLDERS = ['proc', 'dev'];

/**
 * Makes a root for a view in an empty folder, with something to mount each place on, and gives the places in an order in which they can
 * be mounted, the root first, each after what it lies in. What lies in a place for reading that is not made for the sandbox is a part of it already.
 * @param own - the folder in which everything lies that is made for this sandbox alone
 */
export function layOut(
  { places, links }: SandboxView,
  root: string,
  own: string,
): [ShownPlace, ...ShownPlace[]] {
  const whole: ShownPlace = { from: root, to: '/' };
  const laid: [ShownPlace, ...ShownPlace[]] = [whole];
  for (const name of OWN_FOLDERS) mkdirSync(join(root, name), { recursive: true });
  // The last one, what that lies in, and so on.
  const around = [whole];
  for (const place of [...places].sort((a, b) => (depthFirst(a.to) < depthFirst(b.to) ? -1 : 1))) {
    while (!isWithin(place.to, around.at(-1)!.to)) around.pop();
    const parent = around.at(-1)!;
    if (place.to === parent.to || !isWithin(parent.from, own)) continue;
    makePoint(place, pointIn(parent, place.to));
    // A link would lead out of the copy of the system that is for reading.
    const real = { ...place, from: realpathSync(place.from) };
    laid.push(real);
    around.push(real);
  }
  for (const { path, target } of links) {
    const around = laid.findLast(({ to }) => isWithin(path, to))!;
    if (!isWithin(around.from, own)) continue;
    const link = pointIn(around, path);
    mkdirSync(dirname(link), { recursive: true });
    if (lstatSync(link, { throwIfNoEntry: false }) === undefined) symlinkSync(target, link);
  }
  return laid;
}

/** Sorts what lies in a folder between the folder and what lies beside it. */
function depthFirst(path: string): string {
  return path.replaceAll('/', '\0');
}

/** Where a path lies that a place shows. */
function pointIn(around: ShownPlace, path: string): string {
  return join(around.from, path.slice(around.to === '/' ? 0 : around.to.length));
}

function makePoint({ from }: ShownPlace, point: string): void {
  const isFolder = statSync(from).isDirectory();
  mkdirSync(isFolder ? point : dirname(point), { recursive: true });
  if (!isFolder) writeFileSync(point, '', { flag: 'a' });
}
