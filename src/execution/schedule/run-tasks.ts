import { totalmem } from 'node:os';
import type { LockedInstance } from '../../cache/lock-file.ts';
import { isPublished, publish } from '../../cache/publication.ts';
import { Session } from '../../cache/sessions/session.ts';
import { dropTemporary } from './drop-temporary.ts';
import { reportError } from '../error-report.ts';
import { Estimates } from './estimate.ts';
import { rerunCommand } from './failure.ts';
import { listenForInterrupts } from './interrupt.ts';
import type { OpenRun } from '../survey/open-run.ts';
import { RunProgress } from './run-progress.ts';
import type { RunScope } from '../run-scope.ts';
import { Scheduler } from './scheduler.ts';
import { type Task, buildTasks } from './task.ts';

const INTERRUPT_WAIT_MS = 15_000;

/** Runs everything that the survey did not find, and publishes; tells the results. */
export async function runStale(
  given: RunScope,
  { selected, survey, isForced }: OpenRun,
  jobs: number,
  onResult: (id: string, result: LockedInstance) => void,
): Promise<void> {
  const { cache, index, options } = given;
  const memoryBytes = options.memoryBytes ?? availableMemory();
  const capacity = { threads: jobs, memoryBytes };
  const estimates = new Estimates(index, selected);
  const tasks = buildTasks(selected, survey.findings, estimates, capacity);
  for (const task of tasks.values()) if (isForced(task.instance.id)) task.mustRun = [{ kind: 'forced' }];
  keepForOthers(given, tasks);
  // A session that could not be announced at the start says why now.
  const session = given.session ?? new Session(cache);
  const scope = { ...given, session };
  try {
    const scheduler = new Scheduler(scope, tasks, capacity, session);
    restorePublished(scope, tasks, scheduler);
    const interrupts: string[] = [];
    const stopListening = listenForInterrupts(
      (signal) => {
        interrupts.push(signal);
        scheduler.interrupt(signal, options.interruptWaitMs ?? INTERRUPT_WAIT_MS);
      },
      () => {
        scheduler.kill();
      },
    );
    const progress = new RunProgress(tasks.values(), jobs, scope.emit);
    try {
      await scheduler.run();
      progress.tell();
      for (const task of tasks.values()) {
        dropTemporary(scope, task);
        if (interrupts.length === 0) await publishTask(scope, task);
      }
    } finally {
      progress.close();
      stopListening();
    }
  } finally {
    if (session !== given.session) session.close();
  }
  for (const { instance, resolved, entry } of tasks.values()) {
    if (entry && resolved)
      onResult(instance.id, { key: resolved.key, output: entry.output, metrics: entry.metrics });
  }
}

/** A temporary output that instances outside this run need stays. */
function keepForOthers({ plan }: RunScope, tasks: ReadonlyMap<string, Task>): void {
  for (const instance of plan.instances) {
    if (tasks.has(instance.id)) continue;
    for (const need of Object.values(instance.needs)) {
      if (need.kind !== 'instances') continue;
      for (const id of need.ids) {
        const task = tasks.get(id);
        task?.open.add(instance);
      }
    }
  }
}

/** A copy that was changed or removed is made again, which needs an output that may have been dropped. */
function restorePublished({ index }: RunScope, tasks: ReadonlyMap<string, Task>, scheduler: Scheduler): void {
  for (const task of tasks.values()) {
    const { publish: folder, id } = task.instance;
    if (folder === undefined || !task.entry?.dropped || isPublished(index, folder, task.entry.output))
      continue;
    scheduler.reopen(task, [{ kind: 'dropped-output', neededBy: id }]);
  }
}

async function publishTask({ cache, index, emit }: RunScope, { instance, entry }: Task): Promise<void> {
  const { publish: folder, id, stage } = instance;
  if (folder === undefined || !entry || isPublished(index, folder, entry.output)) return;
  try {
    const published = await publish(cache, index, folder, entry.output);
    if (published) emit({ type: 'instance-published', instance: id, stage, folder, ...published });
  } catch (error) {
    emit({
      type: 'instance-failed',
      instance: id,
      stage,
      error: reportError(error, 'publishing an output'),
      logTail: [],
      rerun: rerunCommand(id),
    });
  }
}

/** The memory of the machine, or what the container may use of it. */
function availableMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}
