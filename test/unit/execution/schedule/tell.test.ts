import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../src/cache/files/digest.ts';
import { logPath } from '../../../../src/cache/log-file.ts';
import type { Task } from '../../../../src/execution/schedule/task.ts';
import { named, tellFailed, tellFinished, tellHit } from '../../../../src/execution/schedule/tell.ts';
import { planOf } from '../../../plan.ts';
import { type TestScope, runScope, surveyedTasks } from '../../../run-scope.ts';

const [a, b] = [sha256('a'), sha256('b')];
const entry = {
  instance: 'train',
  output: a,
  files: 2,
  sizeBytes: 10,
  metrics: { loss: 0.5 },
  durationMs: 40,
  log: 'logs/x.log',
  record: [1, 2, 3, 4, 5] as [number, number, number, number, number],
};

async function open(): Promise<{ scope: TestScope; tasks: Map<string, Task> }> {
  const scope = await runScope(planOf({ data: [], 'train[a=1]': ['data'], fit: ['train[a=1]'], other: [] }));
  const tasks = surveyedTasks(scope);
  const train = tasks.get('train[a=1]')!;
  train.resolved = scope.keys.resolve(train.instance, () => a);
  return { scope, tasks };
}

describe('what is told about a task', () => {
  it('carries the instance and its stage', async () => {
    const { tasks } = await open();
    expect(named(tasks.get('train[a=1]')!)).toEqual({ instance: 'train[a=1]', stage: 'train' });
  });

  it('tells a hit with what it saved', async () => {
    const { scope, tasks } = await open();
    const train = tasks.get('train[a=1]')!;
    tellHit(scope, train, entry);
    expect(scope.events).toEqual([
      {
        type: 'instance-hit',
        instance: 'train[a=1]',
        stage: 'train',
        key: train.resolved!.key,
        output: a,
        metrics: { loss: 0.5 },
        durationMs: 40,
      },
    ]);
  });

  it('tells whether the bytes are other than before, and who made them', async () => {
    const { scope, tasks } = await open();
    const train = tasks.get('train[a=1]')!;
    tellFinished(scope, train, entry, false);
    tellFinished({ ...scope, previous: () => ({ key: b, output: a }) }, train, entry, true);
    tellFinished({ ...scope, previous: () => ({ key: b, output: b }) }, train, entry, false);
    const finished = {
      type: 'instance-finished',
      instance: 'train[a=1]',
      stage: 'train',
      key: train.resolved!.key,
      output: a,
      metrics: { loss: 0.5 },
      durationMs: 40,
      files: 2,
      sizeBytes: 10,
    };
    expect(scope.events).toEqual([
      { ...finished, changed: true, shared: false },
      { ...finished, changed: false, shared: true },
      { ...finished, changed: true, shared: false },
    ]);
  });

  it('says that a stage is not deterministic where the same action gave other bytes', async () => {
    const { scope, tasks } = await open();
    const train = tasks.get('train[a=1]')!;
    const { key } = train.resolved!;
    tellFinished({ ...scope, previous: () => ({ key, output: b }) }, train, entry, false);
    expect(scope.events[0]).toEqual({
      type: 'output-differs',
      instance: 'train[a=1]',
      stage: 'train',
      key,
      before: b,
      after: a,
    });
  });

  it('tells a failure with the end of the log and how to run it again', async () => {
    const { scope, tasks } = await open();
    const train = tasks.get('train[a=1]')!;
    const error = { code: 'stage-failed', message: 'the loss diverged' } as const;
    const log = logPath(scope.cache, 'train', 'train[a=1]', train.resolved!.key);
    mkdirSync(dirname(log), { recursive: true });
    writeFileSync(log, Array.from({ length: 30 }, (_, line) => `line ${line}\n`).join(''));
    tellFailed(scope, train, error);
    tellFailed(scope, tasks.get('fit')!, error);
    expect(scope.events).toEqual([
      {
        type: 'instance-failed',
        instance: 'train[a=1]',
        stage: 'train',
        error,
        log,
        logTail: Array.from({ length: 20 }, (_, line) => `line ${line + 10}`),
        rerun: "eos-pipeline repro 'train[a=1]'",
      },
      {
        type: 'instance-failed',
        instance: 'fit',
        stage: 'fit',
        error,
        logTail: [],
        rerun: 'eos-pipeline repro fit',
      },
    ]);
  });
});
