import { accessSync, constants } from 'node:fs';
import type { TestProject } from 'vitest/node';
import type { Place } from '../servers/free-place.ts';
import { Cluster, clusterPlace } from './cluster.ts';

declare module 'vitest' {
  interface ProvidedContext {
    cluster: Place | { missing: string };
  }
}

/** Brings a cluster up before the first test, and takes it down after the last; where there can be none, says why. */
export default async function setup(project: TestProject): Promise<(() => void) | undefined> {
  if (!canWrite('/var/lib')) {
    say(project, 'only root can bring up a cluster');
    return undefined;
  }
  const place = await clusterPlace();
  const cluster = new Cluster(place);
  const { missing } = cluster.start();
  if (missing === undefined) project.provide('cluster', place);
  else say(project, missing);
  return () => {
    cluster.stop();
  };
}

function say(project: TestProject, missing: string): void {
  process.stderr.write(`no Slurm here, its tests are skipped: ${missing}\n`);
  project.provide('cluster', { missing });
}

function canWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
