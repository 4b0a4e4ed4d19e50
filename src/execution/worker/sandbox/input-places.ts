import { readlinkSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { listTree } from '../../../cache/files/tree.ts';
import { isWithin } from '../../../pipeline/within.ts';
import type { StageJob } from '../../job.ts';
import type { ShownPlace } from '../../sandbox/sandbox-view.ts';
import { realPathOr } from './real-job.ts';

/** The inputs of a job, and what links in folders of the project lead to: they count as that. */
export function inputPlaces({ inputs, sources }: StageJob): ShownPlace[] {
  const places: ShownPlace[] = [];
  for (const [name, { items }] of Object.entries(inputs))
    for (const [position, { path }] of items.entries()) {
      const place = { from: realPathOr(path), to: path };
      places.push(place);
      const source = sources[name]?.[position];
      if (source !== undefined && 'file' in source) addLinked(place, places, new Set());
    }
  return places;
}

/** Links lead on from where they are shown. */
function addLinked({ from, to }: ShownPlace, places: ShownPlace[], entered: Set<string>): void {
  if (entered.has(from) || !statSync(from).isDirectory()) return;
  entered.add(from);
  for (const { path, stats } of listTree(from)) {
    if (!stats.isSymbolicLink()) continue;
    const link = join(from, path);
    const target = realPathOr(link);
    const shown = resolve(dirname(join(to, path)), readlinkSync(link));
    if (target === link || isWithin(shown, to)) continue;
    const place = { from: target, to: shown };
    places.push(place);
    addLinked(place, places, entered);
  }
}
