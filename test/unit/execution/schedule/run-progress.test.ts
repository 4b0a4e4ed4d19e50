import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { RunEventBody } from '../../../../src/execution/event.ts';
import { RunProgress } from '../../../../src/execution/schedule/run-progress.ts';
import { type Task, buildTasks } from '../../../../src/execution/schedule/task.ts';
import { Estimates } from '../../../../src/execution/schedule/estimate.ts';
import { ActionIndex } from '../../../../src/cache/actions/action-index.ts';
import { planOf } from '../../../plan.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A task for each of these states. */
function tasksIn(...states: Partial<Task>[]): Task[] {
  const ids = states.map((_, number) => `train[a=${number}]`);
  const { instances } = planOf(Object.fromEntries(ids.map((id) => [id, []])));
  const pending = new Map(ids.map((id) => [id, { state: 'pending' as const, upstream: [] }]));
  const estimates = new Estimates(new ActionIndex(temporaryCache()), []);
  const tasks = [...buildTasks(instances, pending, estimates, { threads: 1, memoryBytes: 1 }).values()];
  return tasks.map((task, number) => Object.assign(task, states[number]));
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
  vi.advanceTimersByTime(10_000);
  const startedMs = performance.now() - 1000;
  const half: Partial<Task> = { state: 'running', startedMs, fraction: 0.5, expectedMs: 9000 };
  const early: Partial<Task> = { state: 'running', startedMs, fraction: 0.01, expectedMs: 3000 };
  const late: Partial<Task> = { state: 'running', startedMs, expectedMs: 500 };
  const remaining = (task: Partial<Task>): unknown => told(tasksIn(task))[0];
  expect(remaining(half)).toMatchObject({ remainingMs: 1000 });
  expect(remaining(early)).toMatchObject({ remainingMs: 2000 });
  expect(remaining(late)).toMatchObject({ remainingMs: 0 });
  expect(
    told(tasksIn(half, { state: 'ready', expectedMs: 5000 }, { state: 'done', expectedMs: 7000 }))[0],
  ).toMatchObject({
    remainingMs: 6000,
  });
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
