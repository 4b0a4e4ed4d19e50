import { lstatSync, readlinkSync, type Stats } from 'node:fs';
import type { FaultList } from '../faults/fault-list.ts';
import { statsBehind } from '../stats-behind.ts';
import { lookAlike } from './look-alike.ts';
import type { Instance } from './plan.ts';

/** Reports the project files that instances need and that are not there, or are neither files nor folders. */
export function checkFiles(instances: readonly Instance[], faults: FaultList): void {
  const known = new Map<string, Problem | undefined>();
  for (const { stage, needs } of instances)
    for (const [name, need] of Object.entries(needs)) {
      if (need.kind !== 'file') continue;
      if (!known.has(need.path)) known.set(need.path, problemOf(need.path, need.name));
      const problem = known.get(need.path);
      if (problem !== undefined)
        faults.at(['stages', stage, 'needs', name], `the file "${need.name}" ${problem.message}`, {
          hint: problem.hint,
          text: need.name,
        });
    }
}

interface Problem {
  message: string;
  hint: string;
}

function problemOf(path: string, name: string): Problem | undefined {
  const link = linkAt(path);
  if (link === undefined)
    return { message: 'does not exist', hint: homeHint(name) ?? lookAlike(path) ?? `${path} is looked for` };
  const stats = statsBehind(path);
  if (stats === undefined)
    return {
      message: 'is a link that leads nowhere',
      hint: `${path} points to ${readlinkSync(path)}`,
    };
  if (stats.isFile() || stats.isDirectory()) return undefined;
  const what = stats.isSocket() ? 'a socket' : stats.isFIFO() ? 'a named pipe' : 'a device';
  return { message: `is ${what}`, hint: `${path} has to be a file or a folder` };
}

function homeHint(name: string): string | undefined {
  return name.startsWith('~') ? '~ is not the home folder here: write the whole path' : undefined;
}

function linkAt(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}
