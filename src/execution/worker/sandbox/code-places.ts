import { existsSync, lstatSync, readlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StageJob } from '../../job.ts';
import type { ShownPlace, SandboxView } from '../../sandbox/sandbox-view.ts';

/** The sources of the engine, or what they were compiled to. */
const SOURCES = fileURLToPath(new URL('../../..', import.meta.url));

/** What of them runs beside a stage, or is what a stage imports by the name of the package. */
const ENGINE = ['execution', 'cache', 'pipeline', 'present', 'index'].flatMap((name) =>
  ['', '.ts', '.js'].map((extension) => join(SOURCES, name + extension)).filter((path) => existsSync(path)),
);

/**
 * The code that a stage file reaches, what Node looks at to load it (package.json and node_modules, from each folder upwards), and the
 * engine.
 */
export function codePlaces({ codeFiles, work }: StageJob): Pick<SandboxView, 'places' | 'links'> {
  const paths = [...(work.kind === 'uses' ? [work.file] : []), ...codeFiles.map(([path]) => path), ...ENGINE];
  const places: ShownPlace[] = [];
  const links: SandboxView['links'] = [];
  const folders = new Set<string>();
  for (const path of paths) {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats?.isSymbolicLink()) links.push({ path, target: readlinkSync(path) });
    else if (stats) places.push({ from: path, to: path });
    for (let folder = dirname(path); !folders.has(folder); folder = dirname(folder)) folders.add(folder);
  }
  for (const folder of folders)
    for (const name of ['package.json', 'node_modules']) {
      const path = join(folder, name);
      const stats = lstatSync(path, { throwIfNoEntry: false });
      if (stats !== undefined) places.push({ from: path, to: path });
    }
  return { places, links };
}
