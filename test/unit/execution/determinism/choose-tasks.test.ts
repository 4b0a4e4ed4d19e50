import { describe, expect, it } from 'vitest';
import type { ActionEntry } from '../../../../src/cache/actions/action-index.ts';
import { chooseTasks } from '../../../../src/execution/determinism/choose-tasks.ts';
import { Task } from '../../../../src/execution/schedule/task.ts';
import { instanceOf } from '../../../stage-project.ts';

const room = { threads: 1, memoryBytes: 1 };

function task(id: string, state: 'done' | 'dropped' | 'stale' = 'done', upstream: Task[] = []): Task {
  const made = new Task(instanceOf('/project', id), room, undefined);
  made.upstream.push(...upstream);
  if (state !== 'stale') made.finish({ ...(state === 'dropped' && { dropped: true }) } as ActionEntry);
  return made;
}

function ids(tasks: Task[]): string[] {
  return tasks.map(({ instance }) => instance.id);
}

describe('chooseTasks', () => {
  it('takes so many of each stage, the last first', () => {
    const tasks = ['a[n=1]', 'a[n=2]', 'a[n=3]', 'b'].map((id) => task(id));
    expect(ids(chooseTasks(tasks, undefined, 1))).toEqual(['b', 'a[n=3]']);
    expect(ids(chooseTasks(tasks, undefined, 2))).toEqual(['b', 'a[n=3]', 'a[n=2]']);
    expect(ids(chooseTasks(tasks, ['a[n=1]', 'a[n=2]'], 1))).toEqual(['a[n=2]']);
  });

  it('leaves out what is not up to date, and what or whose inputs are not there any more', () => {
    const dropped = task('data', 'dropped');
    const tasks = [dropped, task('train', 'done', [dropped]), task('plot', 'stale'), task('other')];
    expect(ids(chooseTasks(tasks, undefined, 9))).toEqual(['other']);
  });
});
