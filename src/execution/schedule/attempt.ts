import { existsSync } from 'node:fs';
import type { Digest } from '../../cache/files/digest.ts';
import { logPath, trimLog } from '../../cache/log-file.ts';
import { discardTree } from '../../cache/files/remove-tree.ts';
import type { Owner } from '../../cache/sessions/session.ts';
import type { StageInput } from '../../pipeline/stage/stage.ts';
import { endLeftovers, namedProcesses } from '../leftovers/end-leftovers.ts';
import type { JobResult, StageJob } from '../job.ts';
import { requireSandbox } from '../sandbox/find-sandbox.ts';
import type { Run } from '../survey/run.ts';
import type { Task } from './task.ts';
import { longTimeout } from './long-timeout.ts';
import type { WorkerProcess } from './workers/worker-process.ts';
import { present } from '../../present.ts';

/** A stage that does not stop on its timeout within this is ended. */
const PATIENCE_MS = 5000;

let attempts = 0;

/** One attempt to run a task in a worker; with `compareWith` its output is compared with that one and not stored. */
export async function attemptTask(
  run: Run,
  task: Task,
  worker: WorkerProcess,
  owner: Owner,
  compareWith?: Digest,
): Promise<JobResult> {
  const { instance } = task;
  const { key } = task.resolved!;
  const staging = run.cache.stagingOf(owner.session, attempts++);
  const named = { instance: instance.id, stage: instance.stage };
  const log = logPath(run.cache, instance.stage, instance.id, key);
  run.emit({
    type: 'instance-started',
    ...named,
    key,
    attempt: task.attempt,
    log,
    resumed: existsSync(run.cache.checkpointsOf(key)),
    ...present({ expectedMs: task.expectedMs }),
  });
  const timeout = startTimeout(instance.timeoutMs, worker);
  const result = await worker.perform(
    { ...stageJob(run, task, staging, log), ...present({ compareWith }) },
    (news) => {
      switch (news.type) {
        case 'progress':
          task.fraction = news.fraction;
          run.emit({ ...named, ...news, type: 'instance-progress' });
          return;
        case 'warning':
          run.emit({ ...named, ...news, type: 'instance-warning' });
          return;
        case 'checkpoint':
          run.emit({ type: 'instance-checkpoint', ...named });
          return;
        case 'damaged-checkpoint':
          run.emit({
            type: 'cache-repaired',
            what: 'checkpoint',
            ...news.damage,
            action: 'recomputed',
            instance: instance.id,
          });
      }
    },
  );
  timeout.clear();
  shorten(log);
  // Its process group is gone with it; what has left the group is known by its environment.
  if (result.type === 'crashed') {
    const left = await endLeftovers({ output: staging }, 0);
    const message = `the stage left processes running, which were ended: ${namedProcesses(left)}`;
    if (left.length > 0) run.emit({ type: 'instance-warning', ...named, message });
  }
  if (result.type !== 'stored') discardTree(run.cache, staging);
  if (result.type !== 'crashed' || !timeout.fired()) return result;
  return { type: 'stopped', why: 'timeout', checkpoint: existsSync(run.cache.checkpointsOf(key)) };
}

/** Of what a runaway stage has said, a person reads the beginning and the end. */
function shorten(log: string): void {
  try {
    trimLog(log);
  } catch {
    // A full disk stops the stage where it writes its output; the log is not worth a failure.
  }
}

function startTimeout(
  timeoutMs: number | undefined,
  worker: WorkerProcess,
): { clear: () => void; fired: () => boolean } {
  let fired = false;
  let kill: NodeJS.Timeout | undefined;
  const stop =
    timeoutMs === undefined
      ? undefined
      : longTimeout(timeoutMs, () => {
          fired = true;
          worker.abort('timeout');
          kill = setTimeout(() => {
            worker.kill();
          }, PATIENCE_MS);
        });
  const clear = (): void => {
    stop?.();
    clearTimeout(kill);
  };
  return { clear, fired: () => fired };
}

function stageJob(run: Run, task: Task, staging: string, log: string): StageJob {
  const { instance, resolved } = task;
  const { key, fields, sources, projectFiles } = resolved!;
  return {
    kind: 'stage',
    cacheRoot: run.cache.root,
    projectRoot: run.plan.root,
    instance: instance.id,
    stage: instance.stage,
    key,
    work: instance.work,
    fields,
    sources,
    inputs: stageInputs(run, task),
    projectFiles,
    codeFiles: run.keys.codeOf(instance)?.files ?? [],
    staging,
    log,
    attempt: task.attempt,
    threads: instance.threads,
    location: instance.location,
    ...(instance.sandbox && { sandbox: { by: requireSandbox(instance), ...instance.sandbox } }),
  };
}

function stageInputs({ cache }: Run, { instance, resolved }: Task): StageJob['inputs'] {
  const inputs: StageJob['inputs'] = {};
  for (const [name, need] of Object.entries(instance.needs)) {
    const digests = resolved!.fields.inputs[name] as Digest[];
    inputs[name] =
      need.kind === 'file'
        ? { many: false, items: [{ name: need.name, path: need.path }] }
        : {
            many: need.many,
            items: need.ids.map((id, position): StageInput => ({
              name: id,
              path: cache.output(digests[position]!),
            })),
          };
  }
  return inputs;
}
