import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The smallest memory limit of the control groups that a process of a job is in; undefined where there is none. */
export function jobMemoryBytes(root = '/'): number | undefined {
  const groups = read(join(root, 'proc/self/cgroup'))?.split('\n') ?? [];
  const limits = groups.flatMap((line) => {
    const [, controllers, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    // Only what Slurm has made for the job: a container may have a limit of its own.
    if (path === undefined || !/\bslurm/.test(path)) return [];
    if (controllers === '') return limitsAbove(join(root, 'sys/fs/cgroup'), path, 'memory.max');
    const memory = controllers!.split(',').includes('memory');
    return memory ? limitsAbove(join(root, 'sys/fs/cgroup/memory'), path, 'memory.limit_in_bytes') : [];
  });
  return limits.length === 0 ? undefined : Math.min(...limits);
}

function limitsAbove(mount: string, path: string, file: string): number[] {
  const limits: number[] = [];
  for (let group = path; group !== '/'; group = dirname(group)) {
    const limit = Number(read(join(mount, group, file))?.trim() ?? Number.NaN);
    // Version 1 says "no limit" by a number that no machine has.
    if (limit < 2 ** 60) limits.push(limit);
  }
  return limits;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
