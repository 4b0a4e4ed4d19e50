import { beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../../../src/cache/files/digest.ts';
import { Task } from '../../../../src/execution/schedule/task.ts';
import { instanceOf } from '../../../stage-project.ts';

const room = { threads: 2, memoryBytes: 100 };
const entry = {
  instance: 'x',
  output: sha256('x'),
  files: 1,
  sizeBytes: 1,
  metrics: {},
  durationMs: 1,
  log: 'x.log',
  record: [1, 2, 3, 4, 5] as [number, number, number, number, number],
};

let data: Task, train: Task, fit: Task;

beforeEach(() => {
  [data, train, fit] = ['data', 'train', 'fit'].map(
    (id) => new Task(instanceOf('/project', id), room, undefined),
  ) as [Task, Task, Task];
  train.upstream.push(data);
  fit.upstream.push(train);
});

describe('Task', () => {
  it('is free once everything upstream is done', () => {
    expect(train.waitForUpstream()).toBe(true);
    expect([train.state, train.waiting, train.isFree]).toEqual(['waiting', 1, false]);
    data.start();
    expect(data.finish(entry)).toEqual([train]);
    expect([data.state, data.entry, train.isFree]).toEqual(['done', entry, true]);
    expect(train.waitForUpstream()).toBe(false);
  });

  it('runs again where its output is needed and not there, from its first attempt', () => {
    data.backOff();
    data.announced = true;
    expect(data.reopen([{ kind: 'never-run' }])).toBe(false);
    data.finish(entry);
    expect(data.reopen([{ kind: 'dropped-output', neededBy: 'train' }])).toBe(true);
    expect(data).toMatchObject({
      state: 'waiting',
      entry: undefined,
      attempt: 1,
      announced: false,
      mustRun: [{ kind: 'dropped-output', neededBy: 'train' }],
    });
    data.finish(entry);
    expect(data.mustRun).toBeUndefined();
  });

  it('says once that it waits for the lock of another process', () => {
    expect([data.waitForLock(), data.waitForLock(), data.state]).toEqual([true, false, 'locked']);
    data.ready();
    expect(data.waitForLock()).toBe(true);
  });

  it('forgets the progress of an attempt when the next one starts, and counts them', () => {
    data.start();
    data.fraction = 0.5;
    data.backOff();
    expect([data.state, data.attempt]).toEqual(['backing-off', 2]);
    data.start();
    expect([data.state, data.fraction]).toEqual(['running', undefined]);
  });

  it('knows what waits for it, directly or through others, each once', () => {
    const other = new Task(instanceOf('/project', 'other'), room, undefined);
    other.upstream.push(data, train);
    for (const task of [train, fit, other]) task.waitForUpstream();
    expect(new Set(data.waitingBelow())).toEqual(new Set([train, fit, other]));
    train.skip();
    expect([...data.waitingBelow()]).toEqual([other]);
  });

  it('is over when it has an end, good or bad', () => {
    const end = (act: (task: Task) => void): boolean => {
      const task = new Task(instanceOf('/project', 'x'), room, undefined);
      act(task);
      return task.isOver;
    };
    const ends: ((task: Task) => void)[] = [
      (task) => task.finish(entry),
      (task) => {
        task.fail();
      },
      (task) => {
        task.interrupt();
      },
      (task) => {
        task.skip();
      },
      (task) => {
        task.follow();
      },
      (task) => {
        task.start();
      },
    ];
    expect(ends.map(end)).toEqual([true, true, true, true, false, false]);
  });
});
