import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { logPath } from '../../../../../src/cache/log-file.ts';
import { Session } from '../../../../../src/cache/sessions/session.ts';
import { makeAttempt } from '../../../../../src/execution/schedule/attempt.ts';
import type { JobResult } from '../../../../../src/execution/job.ts';
import type { Task } from '../../../../../src/execution/schedule/task.ts';
import { performAttempt } from '../../../../../src/execution/schedule/workers/perform-attempt.ts';
import { WorkerProcess } from '../../../../../src/execution/schedule/workers/worker-process.ts';
import type { Instance } from '../../../../../src/pipeline/plan/plan.ts';
import { projectFolder } from '../../../../project-folder.ts';
import { type TestScope, runScope, surveyedTasks } from '../../../../run-scope.ts';
import { instanceOf, planOver, stageText } from '../../../../stage-project.ts';

/** One attempt to run a stage with this body. */
async function attempt(
  body: string,
  parts: Partial<Instance> = {},
): Promise<{ scope: TestScope; task: Task; result: JobResult }> {
  const root = projectFolder({ 'stages/train.js': stageText(body) });
  const scope = await runScope(planOver(root, [instanceOf(root, 'train', parts)]));
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

describe('performAttempt', () => {
  it('removes the staging folder of an attempt that failed, and keeps its log', async () => {
    const { scope, task, result } = await attempt(
      "writeFileSync(output + '/half', ''); throw new Error('no');",
    );
    expect(result).toMatchObject({ type: 'failed', error: { message: 'no' } });
    expect(readdirSync(scope.cache.staging)).toEqual([]);
    const log = logPath(scope.cache, 'train', 'train', task.resolved!.key);
    expect(readFileSync(log, 'utf8')).toContain('Error: no');
  });

  it('asks a stage to stop at its timeout, which may save its state', async () => {
    const { scope, task, result } = await attempt(
      `while (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, 5));
       await checkpoint.save((place) => writeFileSync(place + '/step', '1'));
       throw signal.reason;`,
      { timeoutMs: 30 },
    );
    expect(result).toEqual({ type: 'stopped', why: 'timeout', checkpoint: true });
    expect(existsSync(scope.cache.checkpointsOf(task.resolved!.key))).toBe(true);
  });

  it('says that a worker crashed', async () => {
    const { result } = await attempt('globalThis.process.exit(7)');
    expect(result).toEqual({ type: 'crashed', exitCode: 7 });
  });
});
