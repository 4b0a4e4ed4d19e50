import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { remember } from '../../../../src/cache/actions/lookup.ts';
import { Session } from '../../../../src/cache/sessions/session.ts';
import { TaskRunner } from '../../../../src/execution/schedule/task-runner.ts';
import type { Task } from '../../../../src/execution/schedule/task.ts';
import { projectFolder } from '../../../project-folder.ts';
import { type TestScope, runScope, surveyedTasks } from '../../../run-scope.ts';
import { instanceOf, planOver, stageText } from '../../../stage-project.ts';
import { damage, flipBit } from '../../../temporary-cache.ts';

const READ = "writeFileSync(output + '/y.txt', readFileSync(input('data').path + '/x.txt', 'utf8') + '!');";

async function open(
  data: string,
): Promise<{ scope: TestScope; runner: TaskRunner; data: Task; train: Task }> {
  const root = projectFolder({
    'stages/data.js': stageText(data),
    'stages/train.js': stageText(READ, { inputs: "{ data: 'one' }" }),
  });
  const needs = { data: { kind: 'instances' as const, ids: ['data'], many: undefined } };
  const scope = await runScope(
    planOver(root, [instanceOf(root, 'data'), instanceOf(root, 'train', { needs, memoryBytes: 30 })]),
  );
  const tasks = surveyedTasks(scope, { threads: 2, memoryBytes: 100 });
  const session = new Session(scope.cache);
  const runner = new TaskRunner(scope, session, { threads: 2, memoryBytes: 100 });
  onTestFinished(() => {
    runner.close();
    session.close();
  });
  const [first, second] = [tasks.get('data')!, tasks.get('train')!];
  first.resolved = first.finding!.resolved;
  return { scope, runner, data: first, train: second };
}

/** Runs `data`, and makes `train` ready for its output. */
async function runData({ scope, runner, data, train }: Awaited<ReturnType<typeof open>>): Promise<string> {
  const result = await runner.run(data);
  if (result.type !== 'stored') throw new Error(JSON.stringify(result));
  const entry = remember(scope.cache, scope.index, result.record, undefined)!;
  data.finish(entry);
  train.resolved = scope.keys.resolve(train.instance, () => entry.output);
  return join(scope.cache.output(entry.output), 'x.txt');
}

const MAKE = "writeFileSync(output + '/x.txt', 'abc');";

describe('TaskRunner', () => {
  it('takes the room of a task while it runs, and gives it back', async () => {
    const setting = await open(MAKE);
    const { scope, runner, train } = setting;
    await runData(setting);
    const running = runner.run(train);
    expect(runner.room).toEqual({ threads: 1, memoryBytes: 70 });
    expect(runner.running).toBe(1);
    const result = await running;
    expect(runner.room).toEqual({ threads: 2, memoryBytes: 100 });
    expect(runner.running).toBe(0);
    if (result.type !== 'stored') throw new Error(JSON.stringify(result));
    expect(readFileSync(join(scope.cache.output(result.record.output.digest), 'y.txt'), 'utf8')).toBe('abc!');
  });

  it('finds a damaged input before the stage reads it, unless this run has made it', async () => {
    const setting = await open(MAKE);
    const path = await runData(setting);
    damage(path, flipBit);
    // What this run has made is not read again; that it is not what was made shows when the stage has ended.
    const output = setting.data.entry!.output;
    expect(await setting.runner.run(setting.train)).toMatchObject({
      type: 'failed',
      error: { message: `the input ${path} was changed while train ran: it was written to` },
      damaged: [{ output, problems: [{ path, problem: 'it was written to' }] }],
    });
    // Now it is doubted.
    expect(await setting.runner.run(setting.train)).toEqual({
      type: 'damaged-inputs',
      damaged: new Map([[output, [{ path, problem: 'its content changed' }]]]),
    });
    const later = new TaskRunner(setting.scope, new Session(setting.scope.cache), {
      threads: 2,
      memoryBytes: 100,
    });
    onTestFinished(() => {
      later.close();
    });
    expect(await later.run(setting.train)).toEqual({
      type: 'damaged-inputs',
      damaged: new Map([[setting.data.entry!.output, [{ path, problem: 'its content changed' }]]]),
    });
    expect(later.room.threads).toBe(2);
  });

  it('asks what runs to stop, and starts no stage after that', async () => {
    const { runner, data } = await open(
      "warn('here'); while (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, 5)); throw signal.reason;",
    );
    const running = runner.run(data);
    const stop = setInterval(() => {
      runner.interrupt(60_000);
    }, 20);
    expect(await running).toEqual({ type: 'stopped', why: 'interrupt', checkpoint: false });
    clearInterval(stop);
    expect(runner.interrupted).toBe(true);
    expect(await runner.run(data)).toEqual({ type: 'stopped', why: 'interrupt', checkpoint: false });
  });

  it('ends what runs at once', async () => {
    const { runner, data } = await open('await new Promise(() => setTimeout(() => {}, 60000));');
    const running = runner.run(data);
    runner.kill();
    expect(await running).toEqual({ type: 'crashed', signal: 'SIGKILL' });
  });
});
