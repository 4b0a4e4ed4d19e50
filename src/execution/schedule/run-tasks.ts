import { totalmem } from 'node:os';
import type { LockedInstance } from '../../cache/lock-file.ts';
import { isPublished } from '../../cache/publication.ts';
import { publish } from '../../cache/publish.ts';
import { Session } from '../../cache/sessions/session.ts';
import { neededIds } from '../../pipeline/plan/upstream.ts';
import { reportError } from '../error-report.ts';
import { TIME_BUDGET } from '../event.ts';
import type { ClusterExecutor } from '../executor.ts';
import type { Sharing } from '../sharing/sharing.ts';
import type { Run } from '../survey/run.ts';
import { present } from '../../present.ts';
import { buildTasks } from './build-tasks.ts';
import { dropTemporary } from './drop-temporary.ts';
import { Estimates } from './estimate.ts';
import { listenForInterrupts } from './interrupt.ts';
import { longTimeout } from '../long-timeout.ts';
import { RunProgress } from './run-progress.ts';
import { Scheduler } from './scheduler.ts';
import type { Task } from './task.ts';
import { tellFailed } from './tell.ts';

const INTERRUPT_WAIT_MS = 15_000;

/** Runs everything that the survey did not find, and publishes; gives the results of all that is up to date now. */
export async function runTasks(
  given: Run,
  jobs: number,
  announced: Session | undefined,
  forecastMs?: ReadonlyMap<string, number>,
): Promise<Map<string, LockedInstance>> {
  const { cache, index, options, selected, survey, isForced } = given;
  const room = { threads: jobs, memoryBytes: options.memoryBytes ?? availableMemory() };
  const tasks = buildTasks(selected, survey.findings, new Estimates(index, selected, forecastMs), room);
  for (const task of tasks.values()) if (isForced(task.instance.id)) task.mustRun = [{ kind: 'forced' }];
  keepForOthers(given, tasks);
  // A session that could not be announced at the start says why now.
  const session = announced ?? new Session(cache);
  const sharing = await sharingOf(given, session);
  const run = { ...given, ...present({ sharing }) };
  try {
    const scheduler = new Scheduler(run, session, tasks, room, await openCluster(run, session, tasks));
    const stop = (why: string): void => {
      scheduler.interrupt(why, options.interruptWaitMs ?? INTERRUPT_WAIT_MS);
    };
    const kill = (): void => {
      sharing?.close();
      scheduler.kill();
    };
    const stopListening = listenForInterrupts((signal) => {
      if (scheduler.interrupted) kill();
      else stop(signal);
      // What is on its way is in the cache: it can be pushed.
      sharing?.close();
    }, kill);
    const endBudget = whenOver(options.stopAtMs, () => {
      if (!scheduler.interrupted) stop(TIME_BUDGET);
    });
    const progress = new RunProgress(tasks.values(), jobs, run.emit);
    try {
      await scheduler.run();
      endBudget();
      progress.tell();
      await sharing?.finish();
      if (!scheduler.interrupted) for (const task of tasks.values()) await publishTask(run, session, task);
      for (const task of tasks.values()) dropTemporary(run, session, task, tasks.values());
    } finally {
      endBudget();
      progress.close();
      stopListening();
    }
  } finally {
    sharing?.close();
    if (session !== announced) session.close();
  }
  return resultsOf(tasks.values());
}

/** Loaded only where something runs as a job. */
async function openCluster(
  run: Run,
  { owner }: Session,
  tasks: ReadonlyMap<string, Task>,
): Promise<ClusterExecutor | undefined> {
  const jobs = [...tasks.values()].filter(({ inCluster, isOver }) => inCluster && !isOver);
  if (jobs.length === 0) return undefined;
  const { openSlurm } = await import('../slurm/open-slurm.ts');
  return openSlurm(
    run,
    owner,
    jobs.map(({ instance }) => instance),
  );
}

/** Loaded only where there are remotes. */
async function sharingOf(run: Run, session: Session): Promise<Sharing | undefined> {
  const { remotes = [], remoteOnly = false } = run.options;
  if (remotes.length === 0) return undefined;
  const { startSharing } = await import('../sharing/start-sharing.ts');
  return await startSharing(run, session, remotes, remoteOnly);
}

/** Calls back when that time has come, at once where it is past; the result calls it off. */
function whenOver(atMs: number | undefined, work: () => void): () => void {
  if (atMs === undefined) return () => undefined;
  const restMs = atMs - performance.now();
  if (restMs > 0) return longTimeout(restMs, work);
  work();
  return () => undefined;
}

function resultsOf(tasks: Iterable<Task>): Map<string, LockedInstance> {
  const results = new Map<string, LockedInstance>();
  for (const { instance, resolved, entry } of tasks) {
    if (entry && resolved)
      results.set(instance.id, { key: resolved.key, output: entry.output, metrics: entry.metrics });
  }
  return results;
}

/** A temporary output that instances outside this run need stays. */
function keepForOthers({ plan }: Run, tasks: ReadonlyMap<string, Task>): void {
  for (const instance of plan.instances) {
    if (tasks.has(instance.id)) continue;
    for (const need of Object.values(instance.needs))
      for (const id of neededIds(need)) tasks.get(id)?.open.add(instance.id);
  }
}

async function publishTask(run: Run, { owner }: Session, task: Task): Promise<void> {
  const { cache, index, emit, locked } = run;
  const { publish: folder, id, stage } = task.instance;
  if (folder === undefined || !task.entry || isPublished(index, folder, task.entry.output)) return;
  try {
    const isOurs = (content: string): boolean => [...locked.values()].some((line) => line.output === content);
    const published = await publish(cache, index, owner, folder, task.entry.output, isOurs);
    if (published) emit({ type: 'instance-published', instance: id, stage, folder, ...published });
  } catch (error) {
    tellFailed(run, task, reportError(error, 'publishing an output'));
  }
}

/** The memory of the machine, or what the container may use of it. */
function availableMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}
