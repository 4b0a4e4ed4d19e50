import type { Emit, RunEventBody } from '../src/execution/event.ts';
import { buildTasks } from '../src/execution/schedule/build-tasks.ts';
import { Estimates } from '../src/execution/schedule/estimate.ts';
import type { Task } from '../src/execution/schedule/task.ts';
import type { Room } from '../src/execution/schedule/waiting/ready-queue.ts';
import { openRun } from '../src/execution/survey/open-run.ts';
import { repairLookup } from '../src/execution/survey/repair.ts';
import type { Run } from '../src/execution/survey/run.ts';
import type { RunOptions } from '../src/execution/run-options.ts';
import type { Plan } from '../src/pipeline/plan/plan.ts';
import type { CacheFolder } from '../src/cache/files/cache-folder.ts';
import { temporaryCache } from './temporary-cache.ts';

/** What the parts of a run share, with the events that they told. */
export interface TestScope extends Run {
  events: RunEventBody[];
}

/** Opens a run of a plan on a real cache, and starts nothing. */
export async function runScope(
  plan: Plan,
  options: Partial<RunOptions> = {},
  cache: CacheFolder = temporaryCache(),
): Promise<TestScope> {
  const events: RunEventBody[] = [];
  const emit: Emit = (event) => {
    events.push(event);
  };
  const all = { cacheFolder: cache.root, ...options };
  const run = await openRun(plan, all, cache, emit, (instance, lookup) => {
    repairLookup(cache, instance.id, lookup, emit);
  });
  return { ...run, previous: () => undefined, events };
}

/** The tasks of a plan as its survey finds them. */
export function surveyedTasks(
  { plan, index, survey }: Run,
  room: Room = { threads: 2, memoryBytes: 1e9 },
): Map<string, Task> {
  for (const instance of plan.instances) survey.look(instance, false);
  return buildTasks(plan.instances, survey.findings, new Estimates(index, plan.instances), room);
}
