import type { SlurmSettings } from '../../../pipeline/plan/slurm-settings.ts';
import { present } from '../../../present.ts';
import type { JobRequest } from './job-request.ts';

/** What is known of an instance that waits to be submitted. */
export interface Waiting {
  stage: string;
  request: JobRequest;
  expectedMs?: number;
}

/** What is submitted with one call of sbatch: the instances of each task. */
export interface Gathered<Item extends Waiting> {
  stage: string;
  request: JobRequest;
  tasks: Item[][];
}

/** More tasks than this in one array serve nobody. */
const MOST_TASKS = 1000;

/**
 * Puts instances together that ask for the same: into tasks that run some one after the other (`pack`), and tasks into arrays that
 * Slurm accepts. Takes at most `room` tasks, in the order in which the instances came.
 */
export function gather<Item extends Waiting>(
  waiting: readonly Item[],
  { arrays, pack }: Pick<SlurmSettings, 'arrays' | 'pack'>,
  { maxArray, room }: { maxArray: number; room: number },
): Gathered<Item>[] {
  const alike = Map.groupBy(waiting, ({ stage, request }) => JSON.stringify([stage, request]));
  const longest = arrays ? Math.max(1, Math.min(MOST_TASKS, maxArray)) : 1;
  const found: Gathered<Item>[] = [];
  let left = room;
  for (const items of alike.values()) {
    const tasks = packed(items, pack).slice(0, left);
    left -= tasks.length;
    for (let start = 0; start < tasks.length; start += longest) {
      const some = tasks.slice(start, start + longest);
      const { stage, request } = some[0]![0]!;
      found.push({ stage, request: whole(request, some), tasks: some });
    }
  }
  return found;
}

/** The instances of each task. */
function packed<Item extends Waiting>(items: readonly Item[], pack: SlurmSettings['pack']): Item[][] {
  if (pack === undefined) return items.map((item) => [item]);
  const tasks: Item[][] = [];
  let filledMs = 0;
  for (const item of items) {
    const last = tasks.at(-1);
    const fits =
      last !== undefined &&
      ('instances' in pack
        ? last.length < pack.instances
        : // What nobody has measured is put with nothing.
          item.expectedMs !== undefined && filledMs + item.expectedMs <= pack.durationMs);
    if (fits) last.push(item);
    else tasks.push([item]);
    filledMs = fits ? filledMs + (item.expectedMs ?? 0) : (item.expectedMs ?? Infinity);
  }
  return tasks;
}

/** A task takes as long as its instances together. */
function whole(request: JobRequest, tasks: readonly (readonly Waiting[])[]): JobRequest {
  const most = Math.max(...tasks.map(({ length }) => length));
  return {
    ...request,
    ...present({ timeMs: request.timeMs === undefined ? undefined : request.timeMs * most }),
  };
}
