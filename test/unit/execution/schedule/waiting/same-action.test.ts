import { expect, it } from 'vitest';
import { sha256 } from '../../../../../src/cache/files/digest.ts';
import { SameAction } from '../../../../../src/execution/schedule/waiting/same-action.ts';
import { Task } from '../../../../../src/execution/schedule/task.ts';
import { instanceOf } from '../../../../stage-project.ts';
import { fieldsOf } from '../../../../temporary-cache.ts';

const key = sha256('key');

function task(id: string): Task {
  const made = new Task(instanceOf('/project', id), { threads: 1, memoryBytes: 1 }, undefined);
  made.resolved = { key, fields: fieldsOf({}), sources: {}, projectFiles: [] };
  return made;
}

it('lets tasks with the same key wait for the first one, and gives them back when that is over', () => {
  const [first, second, third] = [task('a'), task('b'), task('c')];
  const same = new SameAction();
  expect(same.follow(first)).toBe(false);
  same.lead(first);
  expect([same.follow(second), same.follow(third)]).toEqual([true, true]);
  expect([second.state, third.state]).toEqual(['following', 'following']);
  expect(same.end(key)).toEqual([second, third]);
  expect([second.state, third.state]).toEqual(['waiting', 'waiting']);
  expect(same.follow(second)).toBe(false);
});
