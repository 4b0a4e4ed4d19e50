import { availableParallelism } from 'node:os';
import { CacheFolder } from '../../cache/files/cache-folder.ts';
import { Session } from '../../cache/sessions/session.ts';
import type { Plan } from '../../pipeline/plan/plan.ts';
import { EVENT_VERSION, type Emit, type EventListener } from '../event.ts';
import { reportError } from '../error-report.ts';
import type { RunOptions } from '../run-options.ts';
import { makeAttempt } from '../schedule/attempt.ts';
import { buildTasks } from '../schedule/build-tasks.ts';
import { Estimates } from '../schedule/estimate.ts';
import { failureOf } from '../schedule/failure.ts';
import type { Task } from '../schedule/task.ts';
import { InputVerifier } from '../schedule/workers/input-verifier.ts';
import { performAttempt } from '../schedule/workers/perform-attempt.ts';
import { WorkerPool } from '../schedule/workers/worker-pool.ts';
import { openRun } from '../survey/open-run.ts';
import type { Run } from '../survey/run.ts';
import { chooseTasks } from './choose-tasks.ts';

/** What a check found, in numbers. */
export interface DeterminismSummary {
  /** Instances that gave the bytes that are stored. */
  same: number;
  differ: number;
  /** Instances that failed when they ran again. */
  failed: number;
}

/**
 * Runs instances that are up to date again, in the reverse order of the plan and several at a time, and compares what they give with
 * what is stored. Nothing is stored or recorded.
 * @param perStage how many instances of each stage
 */
export async function checkDeterminism(
  plan: Plan,
  options: RunOptions,
  perStage: number,
  onEvent: EventListener,
): Promise<DeterminismSummary> {
  const tell: Emit = (event) => {
    onEvent({ version: EVENT_VERSION, time: new Date().toISOString(), ...event });
  };
  const cache = new CacheFolder(options.cacheFolder);
  cache.create();
  const session = new Session(cache);
  const pool = new WorkerPool();
  try {
    const run = await openRun(plan, { ...options, force: false }, cache, onlyWarnings(tell), () => undefined);
    const chosen = chooseTasks(tasksOf(run), options.targets, perStage);
    const verifier = new InputVerifier(cache);
    const summary = { same: 0, differ: 0, failed: 0 };
    const next = chosen.values();
    const slot = async (): Promise<void> => {
      for (const task of next) summary[await checkTask(run, task, { pool, verifier, session }, tell)]++;
    };
    await Promise.all(Array.from({ length: options.jobs ?? availableParallelism() }, slot));
    return summary;
  } finally {
    pool.close();
    session.close();
  }
}

/** That an instance starts and how far it is would look like a run. */
function onlyWarnings(tell: Emit): Emit {
  return (event) => {
    if (event.type === 'instance-warning') tell(event);
  };
}

function tasksOf(run: Run): Task[] {
  const { selected, survey, index, options } = run;
  for (const instance of selected) survey.look(instance, false);
  const room = { threads: options.jobs ?? availableParallelism(), memoryBytes: Infinity };
  return [...buildTasks(selected, survey.findings, new Estimates(index, selected), room).values()];
}

async function checkTask(
  run: Run,
  task: Task,
  { pool, verifier, session }: { pool: WorkerPool; verifier: InputVerifier; session: Session },
  tell: Emit,
): Promise<keyof DeterminismSummary> {
  const named = { instance: task.instance.id, stage: task.instance.stage };
  const { key } = task.resolved!;
  const worker = pool.take();
  try {
    const outputs = [...task.upstream, task].map(({ entry }) => entry!.output);
    const { damaged } = await verifier.verify(outputs, worker);
    const [problem] = [...damaged.values()].flat();
    if (problem)
      throw new Error(`${problem.path} is damaged: ${problem.problem}; "eos-pipeline repro" makes it again`);
    const attempt = makeAttempt(run, task, task.entry!.output);
    const result = await performAttempt(run.cache, attempt, worker, session.owner);
    if (result.type !== 'compared') {
      const error = failureOf(task.instance, result);
      tell({
        type: 'determinism-checked',
        ...named,
        key,
        same: false,
        problem: error?.message ?? 'it was stopped',
      });
      return 'failed';
    }
    const { difference } = result;
    tell({ type: 'determinism-checked', ...named, key, same: difference === undefined, ...difference });
    return difference === undefined ? 'same' : 'differ';
  } catch (error) {
    const { message } = reportError(error, `checking ${task.instance.id}`);
    tell({ type: 'determinism-checked', ...named, key, same: false, problem: message });
    return 'failed';
  } finally {
    pool.release(worker);
  }
}
