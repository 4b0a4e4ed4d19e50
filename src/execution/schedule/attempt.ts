import type { Digest } from '../../cache/files/digest.ts';
import { logPath } from '../../cache/log-file.ts';
import type { StageInput } from '../../pipeline/stage/stage.ts';
import { present } from '../../present.ts';
import type { Attempt, AttemptNews } from '../executor.ts';
import type { StageJob, StageOrder } from '../job.ts';
import { requireSandbox } from '../sandbox/find-sandbox.ts';
import type { SandboxMaker } from '../sandbox/launch-sandbox.ts';
import type { Run } from '../survey/run.ts';
import type { Task } from './task.ts';
import { named, tellRetried } from './tell.ts';

/** An attempt to run a task; with `compareWith` its output is compared with that one and not stored. */
export function makeAttempt(run: Run, task: Task, compareWith?: Digest): Attempt {
  const { threads, memoryBytes, timeMs, gpus, network, timeoutMs } = task.instance;
  return {
    job: { ...stageOrder(run, task), ...present({ compareWith }) },
    inputs: task.upstream.map(({ entry }) => entry!.output),
    resources: { threads, ...present({ memoryBytes, timeMs, gpus, network }) },
    ...present({ timeoutMs, expectedMs: task.expectedMs }),
    hear: (news) => {
      tellNews(run, task, news);
    },
  };
}

/** What an attempt says, as events. */
function tellNews(run: Run, task: Task, news: AttemptNews): void {
  const { emit, cache } = run;
  const { key } = task.resolved!;
  switch (news.type) {
    case 'queued':
      task.queue();
      emit({ type: 'instance-queued', ...named(task), key, job: news.job });
      return;
    case 'started':
      task.begin();
      emit({
        type: 'instance-started',
        ...named(task),
        key,
        attempt: task.attempt,
        log: logPath(cache, task.instance.stage, task.instance.id, key),
        resumed: news.resumed,
        ...present({ expectedMs: task.expectedMs, host: news.host }),
      });
      return;
    case 'retried':
      task.queue();
      tellRetried(run, task, news.error, news.delayMs);
      return;
    case 'progress':
      task.fraction = news.fraction;
      emit({ ...named(task), ...news, type: 'instance-progress' });
      return;
    case 'warning':
      emit({ ...named(task), ...news, type: 'instance-warning' });
      return;
    case 'checkpoint':
      emit({ type: 'instance-checkpoint', ...named(task) });
      return;
    case 'damaged-checkpoint':
      emit({
        type: 'cache-repaired',
        what: 'checkpoint',
        ...news.damage,
        action: 'recomputed',
        instance: task.instance.id,
      });
  }
}

function stageOrder(run: Run, task: Task): StageOrder {
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
    log: logPath(run.cache, instance.stage, instance.id, key),
    attempt: task.attempt,
    ...threadsOf(task),
    location: instance.location,
    ...(instance.sandbox && { sandbox: { by: sandboxMaker(task), ...instance.sandbox } }),
  };
}

/** Where the result does not depend on them, no more threads than the run has jobs. */
function threadsOf({ instance, inCluster, threads }: Task): Pick<StageJob, 'threads' | 'parallel'> {
  if (instance.parallel !== true) return { threads: instance.threads };
  return { threads: inCluster ? instance.threads : threads, parallel: true };
}

/** A node of a cluster puts its own in this place. */
function sandboxMaker({ instance, inCluster }: Task): SandboxMaker {
  return inCluster ? 'bubblewrap' : requireSandbox(instance);
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
