import { existsSync, mkdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StageJob } from '../../job.ts';
import type { ShownPlace, SandboxView } from '../../sandbox/sandbox-view.ts';
import { systemPlaces, toolPlaces } from '../../sandbox/system-places.ts';
import { checkpointFolder, workingFolder } from '../../working-folder.ts';
import { codePlaces } from './code-places.ts';
import { inputPlaces } from './input-places.ts';
import { realPathOr } from './real-job.ts';

/** What a view depends on beside the job. */
export interface ViewOptions {
  environment: NodeJS.ProcessEnv;
  /** The folder of the checkpoint that the stage goes on from. */
  checkpoint?: string | undefined;
  network: boolean;
}

/**
 * What the sandbox of a job shows: the programs of the system and those that the environment names; Node, the packages and the code of
 * the stage; its inputs; for writing its output, and folders of its own in the place of the home folder and of those for temporary files.
 * @param job - with real paths
 */
export function stageView(job: StageJob, { environment, checkpoint, network }: ViewOptions): SandboxView {
  const { projectRoot, cacheRoot, staging, work } = job;
  const own = workingFolder(staging);
  const ownFolder = (name: string, ...shownAs: string[]): ShownPlace[] => {
    mkdirSync(join(own, name), { recursive: true });
    return [...new Set(shownAs)].map((to) => ({ from: join(own, name), to, writable: true }));
  };
  const home = [homedir(), realPathOr(homedir())].filter((path) => path !== '/');
  const hidden = [projectRoot, cacheRoot, ...home];
  const system = systemPlaces(hidden);
  const isCommand = work.kind === 'run';
  const code = isCommand ? undefined : codePlaces(job);
  const [project] = ownFolder('project', projectRoot);
  const places: ShownPlace[] = [
    ...ownFolder('tmp', '/tmp', '/var/tmp', realPathOr(tmpdir())),
    ...ownFolder('home', ...home),
    ...(isCommand ? [] : ownFolder('cwd', own)),
    { from: project!.from, to: projectRoot },
    { from: staging, to: staging, writable: true },
    ...(isCommand ? [] : [forCheckpoints(staging)]),
    ...inputPlaces(job),
    ...[
      join(projectRoot, 'node_modules'),
      process.execPath,
      ...(checkpoint === undefined ? [] : [checkpoint]),
    ].map((path) => ({ from: realPathOr(path), to: path })),
    ...(code?.places ?? []),
    ...toolPlaces(environment, hidden),
    ...system.places,
  ];
  return {
    places: places.filter(({ from }) => existsSync(from)),
    links: [...system.links, ...(code?.links ?? [])],
    cwd: isCommand ? projectRoot : own,
    network,
  };
}

function forCheckpoints(staging: string): ShownPlace {
  const folder = checkpointFolder(staging);
  mkdirSync(folder, { recursive: true });
  return { from: folder, to: folder, writable: true };
}
