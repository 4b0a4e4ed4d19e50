import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Retries } from '../../../../../src/execution/schedule/waiting/retries.ts';
import type { Task } from '../../../../../src/execution/schedule/task.ts';
import { buildTasks } from '../../../../../src/execution/schedule/build-tasks.ts';
import { Estimates } from '../../../../../src/execution/schedule/estimate.ts';
import { ActionIndex } from '../../../../../src/cache/actions/action-index.ts';
import { planOf } from '../../../../plan.ts';
import { temporaryCache } from '../../../../temporary-cache.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function tasks(...ids: string[]): Task[] {
  const { instances } = planOf(Object.fromEntries(ids.map((id) => [id, []])));
  const pending = new Map(ids.map((id) => [id, { state: 'pending' as const, upstream: [] }]));
  const estimates = new Estimates(new ActionIndex(temporaryCache()), []);
  return [...buildTasks(instances, pending, estimates, { threads: 1, memoryBytes: 1 }).values()];
}

it('calls back when the delay is over, once', () => {
  const [task] = tasks('a');
  const retries = new Retries();
  const again = vi.fn();
  retries.later(task!, 1000, again);
  expect(retries.size).toBe(1);
  vi.advanceTimersByTime(999);
  expect(again).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(again).toHaveBeenCalledTimes(1);
  expect(retries.size).toBe(0);
});

it('gives up what still waits, and says what that was', () => {
  const [one, two] = tasks('a', 'b');
  const retries = new Retries();
  const again = vi.fn();
  retries.later(one!, 10, again);
  retries.later(two!, 1000, again);
  vi.advanceTimersByTime(10);
  expect(retries.cancel()).toEqual([two]);
  expect(retries.size).toBe(0);
  vi.advanceTimersByTime(5000);
  expect(again).toHaveBeenCalledTimes(1);
});
