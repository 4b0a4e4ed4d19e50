import type { RunEventBody } from '../src/execution/event.ts';
import { Estimates } from '../src/execution/schedule/estimate.ts';
import { openRun } from '../src/execution/survey/open-run.ts';
import { type Emit, repairLookup } from '../src/execution/survey/repair.ts';
import type { RunOptions } from '../src/execution/run-options.ts';
import type { RunScope } from '../src/execution/run-scope.ts';
import { type Capacity, type Task, buildTasks } from '../src/execution/schedule/task.ts';
import type { Plan } from '../src/pipeline/plan.ts';
import type { CacheFolder } from '../src/cache/files/cache-folder.ts';
import { temporaryCache } from './temporary-cache.ts';

/** What the parts of a run share, with the events that they told. */
export interface TestScope extends RunScope {
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
  const { index, resolver, survey } = await openRun(plan, all, cache, emit, (instance, lookup) => {
    repairLookup(cache, instance.id, lookup, emit);
  });
  return { plan, options: all, cache, index, resolver, survey, emit, previous: () => undefined, events };
}

/** The tasks of a plan as its survey finds them. */
export function surveyedTasks(
  { plan, index, survey }: RunScope,
  capacity: Capacity = { threads: 2, memoryBytes: 1e9 },
): Map<string, Task> {
  for (const instance of plan.instances) survey.look(instance, false);
  return buildTasks(plan.instances, survey.findings, new Estimates(index, plan.instances), capacity);
}
