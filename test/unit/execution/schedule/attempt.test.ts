import { describe, expect, it, onTestFinished } from 'vitest';
import { logPath } from '../../../../src/cache/log-file.ts';
import { Session } from '../../../../src/cache/sessions/session.ts';
import { makeAttempt } from '../../../../src/execution/schedule/attempt.ts';
import type { JobResult } from '../../../../src/execution/job.ts';
import type { Task } from '../../../../src/execution/schedule/task.ts';
import type { Instance } from '../../../../src/pipeline/plan/plan.ts';
import { performAttempt } from '../../../../src/execution/schedule/workers/perform-attempt.ts';
import { WorkerProcess } from '../../../../src/execution/schedule/workers/worker-process.ts';
import { projectFolder } from '../../../project-folder.ts';
import { type TestScope, runScope, surveyedTasks } from '../../../run-scope.ts';
import { instanceOf, planOver, stageText } from '../../../stage-project.ts';

/** One attempt to run a stage with this body. */
async function attempt(body: string): Promise<{ scope: TestScope; task: Task; result: JobResult }> {
  const root = projectFolder({ 'stages/train.js': stageText(body) });
  const scope = await runScope(planOver(root, [instanceOf(root, 'train')]));
  const task = surveyedTasks(scope).get('train')!;
  task.resolved = task.finding!.resolved;
  const session = new Session(scope.cache);
  const worker = new WorkerProcess();
  onTestFinished(() => {
    worker.kill();
    session.close();
  });
  const result = await performAttempt(scope.cache, makeAttempt(scope, task), worker, session.owner);
  return { scope, task, result };
}

describe('makeAttempt', () => {
  it('runs the stage in the worker and tells what it says', async () => {
    const { scope, task, result } = await attempt(
      `warn('slow'); progress({ fraction: 0.5, message: 'half' });
       await checkpoint.save((place) => writeFileSync(place + '/step', '1'));
       return { loss: 0.5 };`,
    );
    expect(result).toMatchObject({
      type: 'stored',
      record: { key: task.resolved!.key, metrics: { loss: 0.5 } },
    });
    const named = { instance: 'train', stage: 'train' };
    expect(scope.events).toEqual([
      {
        type: 'instance-started',
        ...named,
        key: task.resolved!.key,
        attempt: 1,
        log: logPath(scope.cache, 'train', 'train', task.resolved!.key),
        resumed: false,
      },
      { type: 'instance-warning', ...named, message: 'slow' },
      { type: 'instance-progress', ...named, fraction: 0.5, message: 'half' },
      { type: 'instance-checkpoint', ...named },
    ]);
    expect(task.fraction).toBe(0.5);
  });

  it('deals work out to no more threads than the run has jobs, on a cluster to all that were asked for', async () => {
    const root = projectFolder({ 'stages/train.js': stageText('') });
    const jobOf = async (parts: Partial<Instance>) => {
      const scope = await runScope(planOver(root, [instanceOf(root, 'train', { threads: 500, ...parts })]));
      const task = surveyedTasks(scope).get('train')!;
      task.resolved = task.finding!.resolved;
      const { threads, parallel } = makeAttempt(scope, task).job;
      return { threads, parallel, room: task.threads };
    };
    const here = await jobOf({ parallel: true });
    expect(here).toEqual({ threads: here.room, parallel: true, room: expect.any(Number) as number });
    expect(here.room).toBeLessThan(500);
    expect(await jobOf({ parallel: true, executor: 'slurm' })).toMatchObject({
      threads: 500,
      parallel: true,
    });
    // The bits of a product depend on the number that is in the key.
    expect(await jobOf({})).toEqual({ threads: 500, parallel: undefined, room: here.room });
  });

  it('tells of a job of a cluster: that it waits, where it runs, and that it is tried again', async () => {
    const root = projectFolder({ 'stages/train.js': stageText('') });
    const scope = await runScope(
      planOver(root, [
        instanceOf(root, 'train', { executor: 'slurm', gpus: 2, timeMs: 60_000, network: true }),
      ]),
    );
    const task = surveyedTasks(scope).get('train')!;
    task.resolved = task.finding!.resolved;
    task.start();
    const made = makeAttempt(scope, task);
    expect(made.resources).toEqual({ threads: 1, gpus: 2, timeMs: 60_000, network: true });
    made.hear({ type: 'queued', job: '7_0' });
    expect(task.isQueued).toBe(true);
    made.hear({ type: 'started', resumed: true, host: 'n1' });
    expect(task.isQueued).toBe(false);
    const error = { code: 'stage-failed' as const, message: 'the node of job 7_0 failed' };
    made.hear({ type: 'retried', error, delayMs: 0 });
    expect(task.isQueued).toBe(true);
    expect(scope.events).toMatchObject([
      { type: 'instance-queued', instance: 'train', job: '7_0' },
      { type: 'instance-started', instance: 'train', resumed: true, host: 'n1' },
      { type: 'instance-retried', instance: 'train', attempt: 1, error },
    ]);
  });
});
