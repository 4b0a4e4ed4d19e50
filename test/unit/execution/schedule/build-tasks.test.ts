import { describe, expect, it } from 'vitest';
import { ActionIndex } from '../../../../src/cache/actions/action-index.ts';
import { sha256 } from '../../../../src/cache/files/digest.ts';
import { actionKey } from '../../../../src/cache/actions/action-key.ts';
import { Estimates } from '../../../../src/execution/schedule/estimate.ts';
import type { Resolved } from '../../../../src/execution/survey/instance-key.ts';
import type { Finding } from '../../../../src/execution/survey/survey.ts';
import { buildTasks } from '../../../../src/execution/schedule/build-tasks.ts';
import type { Task } from '../../../../src/execution/schedule/task.ts';
import type { Plan } from '../../../../src/pipeline/plan/plan.ts';
import { planOf } from '../../../plan.ts';
import { fieldsOf, temporaryCache } from '../../../temporary-cache.ts';

const fields = fieldsOf({});
const resolved: Resolved = { key: actionKey(fields), fields, sources: {}, projectFiles: [] };
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
const hit: Finding = { state: 'hit', resolved, entry };
const stale: Finding = { state: 'stale', resolved, reasons: [{ kind: 'never-run' }] };
const pending: Finding = { state: 'pending', upstream: [] };

function build(
  plan: Plan,
  findings: Record<string, Finding>,
  durations: Record<string, number> = {},
): Map<string, Task> {
  const estimates = new Estimates(new ActionIndex(temporaryCache()), []);
  for (const [stage, durationMs] of Object.entries(durations)) estimates.learn(stage, durationMs);
  return buildTasks(plan.instances, new Map(Object.entries(findings)), estimates, {
    threads: 2,
    memoryBytes: 100,
  });
}

const ids = (tasks: Iterable<Task>): string[] => [...tasks].map(({ instance }) => instance.id);

describe('buildTasks', () => {
  it('lets a task wait for the upstream tasks that are not done', () => {
    const plan = planOf({ data: [], train: ['data'], fit: ['data'], report: ['train', 'fit'] });
    const tasks = build(plan, { data: hit, train: stale, fit: hit, report: pending });
    const state = (id: string): unknown[] => {
      const task = tasks.get(id)!;
      return [task.state, task.waiting, ids(task.waiters), [...task.open]];
    };
    expect(state('data')).toEqual(['done', 0, [], ['train']]);
    expect(state('train')).toEqual(['waiting', 0, ['report'], ['report']]);
    expect(state('fit')).toEqual(['done', 0, [], ['report']]);
    expect(state('report')).toEqual(['waiting', 1, [], []]);
    expect(tasks.get('data')).toMatchObject({ entry, resolved });
    expect(tasks.get('train')!.finding).toBe(stale);
    expect(tasks.get('report')!.finding).toBeUndefined();
  });

  it('links tasks in both directions, once where an instance is needed twice', () => {
    const plan = planOf({ data: [], train: ['data', 'data'] });
    const tasks = build(plan, { data: stale, train: pending });
    expect(ids(tasks.get('train')!.upstream)).toEqual(['data']);
    expect(ids(tasks.get('data')!.dependents)).toEqual(['train']);
  });

  it('puts the task first that has the longest path to the end', () => {
    const plan = planOf({ short: [], long: [], after: ['long'], other: ['short', 'long'] });
    const tasks = build(
      plan,
      { short: stale, long: stale, after: pending, other: pending },
      { short: 500, long: 10, after: 1000, other: 2 },
    );
    expect([...tasks.values()].map(({ instance, priority }) => [instance.id, priority])).toEqual([
      ['short', 502],
      ['long', 1010],
      ['after', 1000],
      ['other', 2],
    ]);
  });

  it('counts an unknown duration as one, so that the longer chain goes first', () => {
    const tasks = build(planOf({ a: [], b: ['a'], c: [] }), { a: stale, b: pending, c: stale });
    expect([...tasks.values()].map(({ priority }) => priority)).toEqual([2, 1, 1]);
    expect(tasks.get('a')!.expectedMs).toBeUndefined();
  });

  it('gives what asks for more than there is everything', () => {
    const plan = planOf({ a: [], b: [] });
    Object.assign(plan.instances[0]!, { threads: 64, memoryBytes: 1e12 });
    const tasks = build(plan, { a: stale, b: stale });
    expect(tasks.get('a')).toMatchObject({ threads: 2, memoryBytes: 100 });
    expect(tasks.get('b')).toMatchObject({ threads: 1, memoryBytes: 0 });
  });
});
