import { spawnSync } from 'node:child_process';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { acquireLock, lockOwner, releaseLock } from '../../../../../src/cache/sessions/action-lock.ts';
import { type Owner, Session, startOf } from '../../../../../src/cache/sessions/session.ts';
import { TaskLocks } from '../../../../../src/execution/schedule/waiting/task-locks.ts';
import type { Task } from '../../../../../src/execution/schedule/task.ts';
import { planOf } from '../../../../plan.ts';
import { type TestScope, runScope, surveyedTasks } from '../../../../run-scope.ts';

interface Setting {
  scope: TestScope;
  session: Session;
  locks: TaskLocks;
  tasks: Task[];
  /** Resolves with the tasks that become free next. */
  freed: Promise<Task[]>;
}

async function open(): Promise<Setting> {
  const scope = await runScope(planOf({ a: [], b: [] }));
  // Commands with equal parameters would be the same action.
  Object.assign(scope.plan.instances[1]!, { params: { other: true } });
  const session = new Session(scope.cache);
  const tasks = [...surveyedTasks(scope).values()];
  for (const task of tasks) task.resolved = task.finding!.resolved;
  let tell: (free: Task[]) => void = () => undefined;
  const freed = new Promise<Task[]>((resolve) => (tell = resolve));
  const locks = new TaskLocks(scope, session, (free) => {
    tell(free);
  });
  onTestFinished(() => {
    locks.stopWaiting();
    session.close();
  });
  return { scope, session, locks, tasks, freed };
}

/** Another living process: the parent of this one. */
function living({ owner }: Session): Owner {
  const started = startOf(process.ppid);
  return { ...owner, session: 'other', pid: process.ppid, ...(started !== undefined && { started }) };
}

describe('TaskLocks', () => {
  it('locks an action for this run, and gives it back', async () => {
    const { scope, session, locks, tasks } = await open();
    const [task] = tasks;
    const { key } = task!.resolved!;
    expect(locks.lock(task!)).toBe(true);
    expect(locks.lock(task!)).toBe(true);
    expect(lockOwner(scope.cache, key)).toEqual(session.owner);
    locks.unlock(task!);
    expect(lockOwner(scope.cache, key)).toBeUndefined();
    locks.unlock(task!);
    expect(locks.waiting).toBe(0);
    expect(scope.events).toEqual([]);
  });

  it('lets a task wait whose action another process computes, says so once, and goes on when that is done', async () => {
    const { scope, session, locks, tasks, freed } = await open();
    const [task, other] = tasks;
    const { key } = task!.resolved!;
    const owner = living(session);
    acquireLock(scope.cache, key, owner);
    expect(locks.lock(task!)).toBe(false);
    expect(locks.lock(task!)).toBe(false);
    expect(locks.lock(other!)).toBe(true);
    expect(task!.state).toBe('locked');
    expect(locks.waiting).toBe(1);
    expect(scope.events).toEqual([
      { type: 'waiting-for-lock', instance: 'a', stage: 'a', owner: { pid: owner.pid, host: owner.host } },
    ]);
    releaseLock(scope.cache, key);
    expect(await freed).toEqual([task]);
    expect(locks.waiting).toBe(0);
    expect(locks.lock(task!)).toBe(true);
  });

  it('refuses to wait for the run whose stage started this one', async () => {
    const { scope, session, locks, tasks } = await open();
    const [task] = tasks;
    const owner = living(session);
    acquireLock(scope.cache, task!.resolved!.key, owner);
    vi.stubEnv('EOS_OUTPUT', scope.cache.stagingOf(owner.session, 3));
    expect(() => locks.lock(task!)).toThrow(
      `a is computed by process ${owner.pid}, a stage of which started this command: to wait for it from in there could last for ever`,
    );
    expect(locks.waiting).toBe(0);
    vi.stubEnv('EOS_OUTPUT', scope.cache.stagingOf('third', 3));
    expect(locks.lock(task!)).toBe(false);
  });

  it('goes on when the other process dies', async () => {
    const { scope, session, locks, tasks, freed } = await open();
    const [task] = tasks;
    const { key } = task!.resolved!;
    acquireLock(scope.cache, key, living(session));
    expect(locks.lock(task!)).toBe(false);
    releaseLock(scope.cache, key);
    const { pid } = spawnSync(process.execPath, ['--version']);
    acquireLock(scope.cache, key, { ...session.owner, session: 'dead', pid });
    expect(await freed).toEqual([task]);
    expect(locks.lock(task!)).toBe(true);
    expect(lockOwner(scope.cache, key)).toEqual(session.owner);
  });

  it('forgets whoever waits when the run stops', async () => {
    const { scope, session, locks, tasks } = await open();
    acquireLock(scope.cache, tasks[0]!.resolved!.key, living(session));
    locks.lock(tasks[0]!);
    locks.stopWaiting();
    expect(locks.waiting).toBe(0);
  });
});
