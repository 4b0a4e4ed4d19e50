import { describe, expect, it } from 'vitest';
import { Elsewhere } from '../../../../../src/execution/schedule/waiting/elsewhere.ts';
import type { Sharing } from '../../../../../src/execution/sharing/sharing.ts';
import { planOf } from '../../../../plan.ts';
import { runScope, surveyedTasks } from '../../../../run-scope.ts';
import { fieldsOf, recordAction } from '../../../../temporary-cache.ts';

async function open(obtain: Sharing['obtain'], remoteOnly = false) {
  const scope = await runScope(planOf({ data: [] }), { remoteOnly });
  const sharing = { asks: true, obtain } as unknown as Sharing;
  const task = surveyedTasks(scope).get('data')!;
  task.resolved = task.finding!.resolved;
  const answers: unknown[] = [];
  const elsewhere: Elsewhere = new Elsewhere({ ...scope, sharing }, (_, answer) => {
    try {
      answers.push(answer());
    } catch (error) {
      answers.push(error);
    }
  });
  return { scope, task, elsewhere, answers };
}

describe('Elsewhere', () => {
  it('asks once for a task, and hands the answer on', async () => {
    const { elsewhere, task, answers } = await open(() => Promise.resolve(undefined));
    expect(elsewhere.ask(task)).toBe(true);
    expect([elsewhere.asking, task.state]).toEqual([1, 'asking']);
    await expect.poll(() => answers).toEqual([undefined]);
    expect([elsewhere.asking, task.state]).toEqual([0, 'waiting']);
    expect(elsewhere.ask(task)).toBe(false);
  });

  it('gives the entry of what was found, or throws what went wrong', async () => {
    const { scope, task, elsewhere, answers } = await open(() => {
      const record = recordAction(scope.cache, fieldsOf({}), { x: 'abc' });
      return Promise.resolve({ record, remote: '/mnt' });
    });
    elsewhere.ask(task);
    await expect.poll(() => answers).toMatchObject([{ files: 1 }]);
    expect(scope.events).toMatchObject([{ type: 'instance-hit', remote: '/mnt' }]);
    const broken = await open(() => Promise.reject(new Error('disk full')));
    broken.elsewhere.ask(broken.task);
    await expect.poll(() => broken.answers).toEqual([new Error('disk full')]);
  });

  it('asks nobody for what is forced, and lets nothing be run where everything has to come from remotes', async () => {
    const { task, elsewhere } = await open(() => Promise.resolve(undefined), true);
    task.asked = true;
    expect(() => elsewhere.ask(task)).toThrow('neither the cache nor a remote has its result');
    const forced = await open(() => Promise.resolve(undefined));
    forced.task.mustRun = [{ kind: 'forced' }];
    expect(forced.elsewhere.ask(forced.task)).toBe(false);
  });

  it('says once who computes a task', async () => {
    const { scope, task, elsewhere } = await open(() => Promise.resolve(undefined));
    const owner = { pid: 7, host: 'other' };
    elsewhere.wait(task, owner);
    elsewhere.wait(task, owner);
    expect(scope.events).toEqual([{ type: 'waiting-for-lock', instance: 'data', stage: 'data', owner }]);
    expect(task.state).toBe('locked');
  });
});
