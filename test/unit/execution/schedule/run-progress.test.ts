import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { sha256 } from '../../../../src/cache/files/digest.ts';
import type { RunEventBody } from '../../../../src/execution/event.ts';
import { RunProgress } from '../../../../src/execution/schedule/run-progress.ts';
import { Task, type TaskState } from '../../../../src/execution/schedule/task.ts';
import { instanceOf } from '../../../stage-project.ts';

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

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

interface Given {
  state: TaskState;
  fraction?: number;
  expectedMs?: number;
}

/** A task in each of these states. */
function tasksIn(...given: Given[]): Task[] {
  return given.map(({ state, fraction, expectedMs }, number) => {
    const instance = instanceOf('/project', `train[a=${number}]`);
    const task = new Task(instance, { threads: 1, memoryBytes: 1 }, expectedMs);
    if (state === 'running') task.start();
    if (state === 'done') task.finish(entry);
    if (state === 'failed') task.fail();
    if (state === 'skipped') task.skip();
    if (state === 'ready') task.ready();
    task.fraction = fraction;
    return task;
  });
}

function told(tasks: Task[], slots = 1): RunEventBody[] {
  const events: RunEventBody[] = [];
  const progress = new RunProgress(tasks, slots, (event) => events.push(event));
  progress.tell();
  progress.close();
  return events;
}

it('counts what is done, running and failed', () => {
  const tasks = tasksIn(
    { state: 'done' },
    { state: 'done' },
    { state: 'running' },
    { state: 'failed' },
    { state: 'skipped' },
    { state: 'waiting' },
  );
  expect(told(tasks)).toEqual([{ type: 'run-progress', done: 2, total: 6, running: 1, failed: 1 }]);
});

it('expects of a running task what is left of it, by its progress or by what it took before', () => {
  const half: Given = { state: 'running', fraction: 0.5, expectedMs: 9000 };
  const early: Given = { state: 'running', fraction: 0.01, expectedMs: 3000 };
  const late: Given = { state: 'running', expectedMs: 500 };
  const afterOneSecond = (...tasks: Given[]): unknown => {
    const given = tasksIn(...tasks);
    vi.advanceTimersByTime(1000);
    return told(given)[0];
  };
  const remaining = (task: Given): unknown => afterOneSecond(task);
  expect(remaining(half)).toMatchObject({ remainingMs: 1000 });
  expect(remaining(early)).toMatchObject({ remainingMs: 2000 });
  expect(remaining(late)).toMatchObject({ remainingMs: 0 });
  expect(
    afterOneSecond(half, { state: 'ready', expectedMs: 5000 }, { state: 'done', expectedMs: 7000 }),
  ).toMatchObject({
    remainingMs: 6000,
  });
});

it('expects of what has not begun what the stage has taken so far, where that is other than was expected', () => {
  const [ran, next, other] = tasksIn(
    { state: 'running', expectedMs: 1000 },
    { state: 'ready', expectedMs: 2000 },
    { state: 'ready', expectedMs: 500 },
  );
  ran!.finish({ ...entry, durationMs: 3000 });
  expect(told([ran!, next!])).toMatchObject([{ remainingMs: 6000 }]);
  // Of another stage nothing is known by it.
  const elsewhere = new Task(instanceOf('/project', 'fit'), { threads: 1, memoryBytes: 1 }, 500);
  expect(told([ran!, elsewhere])).toMatchObject([{ remainingMs: 500 }]);
  expect(told([other!])).toMatchObject([{ remainingMs: 500 }]);
});

it('tells twice a second until it is closed', () => {
  const events: RunEventBody[] = [];
  const progress = new RunProgress(tasksIn({ state: 'running' }), 1, (event) => events.push(event));
  vi.advanceTimersByTime(1600);
  expect(events).toHaveLength(3);
  progress.close();
  vi.advanceTimersByTime(5000);
  expect(events).toHaveLength(3);
});
