import { join } from 'node:path';
import type { FaultList } from '../faults/fault-list.ts';
import type { Instance } from './plan.ts';
import { bothPlacesOf, type Home } from './publish-folders.ts';
import { isWithin } from '../within.ts';

/**
 * Refuses inputs that a run itself changes, which could never be up to date: folders that hold the cache, pipeline.lock or a
 * folder that the pipeline publishes to, and anything in the cache.
 */
export function checkInputFolders(instances: readonly Instance[], home: Home, faults: FaultList): void {
  const { root, cacheFolder } = home;
  const cache = cacheFolder === undefined ? [] : bothPlacesOf(cacheFolder);
  const changing = [
    ...cache.map((path) => ({ path, words: 'the cache' })),
    ...bothPlacesOf(join(root, 'pipeline.lock')).map((path) => ({ path, words: 'pipeline.lock' })),
    ...instances.flatMap(({ publish, id }) =>
      publish === undefined
        ? []
        : bothPlacesOf(publish).map((path) => ({ path, words: `the folder that ${id} publishes to` })),
    ),
  ];
  const known = new Map<string, string | undefined>();
  const problemOf = (path: string): string | undefined => {
    const places = bothPlacesOf(path);
    if (places.some((place) => cache.some((folder) => isWithin(place, folder)))) return 'lies in the cache';
    const held = changing.find((changed) => places.some((place) => isWithin(changed.path, place)));
    return held && `holds ${held.words}`;
  };
  for (const { stage, needs } of instances)
    for (const [name, need] of Object.entries(needs)) {
      if (need.kind !== 'file') continue;
      if (!known.has(need.path)) known.set(need.path, problemOf(need.path));
      const problem = known.get(need.path);
      if (problem === undefined) continue;
      faults.at(
        ['stages', stage, 'needs', name],
        `the input "${need.name}" ${problem}: every run changes it`,
        {
          expected: 'files and folders that the pipeline itself does not write to',
          hint: 'name the files or folders in it that the stage reads',
          text: need.name,
        },
      );
    }
}
