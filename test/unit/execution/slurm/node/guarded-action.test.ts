import { rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { acquireLock, lockOwner } from '../../../../../src/cache/sessions/action-lock.ts';
import { Session, type SessionWork } from '../../../../../src/cache/sessions/session.ts';
import { GuardedAction, type Unwanted } from '../../../../../src/execution/slurm/node/guarded-action.ts';
import { slurmBatch, slurmEntry } from '../../../../slurm-batch.ts';
import { temporaryCache } from '../../../../temporary-cache.ts';

function open() {
  const cache = temporaryCache();
  const one = slurmEntry(cache);
  const { folder } = slurmBatch(cache, [[one]]);
  const { key } = one.entry.attempt.job;
  const session = (work?: SessionWork): Session => {
    const made = new Session(cache, work);
    onTestFinished(() => {
      made.close();
    });
    return made;
  };
  const node = session('job').owner;
  return { cache, folder, key, session, node, action: new GuardedAction(cache, folder, 0, key, node) };
}

describe('GuardedAction', () => {
  it('leaves the lock to the run that waits for the result', () => {
    const { cache, folder, key, session, action } = open();
    const run = session().owner;
    folder.claim(run);
    acquireLock(cache, key, run);
    expect(action.look()).toBeUndefined();
    expect(action.isAlone).toBe(false);
    action.end();
    expect(lockOwner(cache, key)).toEqual(run);
  });

  it('takes the lock where the run is gone, and gives it back', () => {
    const { cache, folder, key, session, node, action } = open();
    const gone = { ...session().owner, pid: 2 ** 22 + 1 };
    folder.claim(gone);
    acquireLock(cache, key, gone);
    expect(action.look()).toBeUndefined();
    expect(lockOwner(cache, key)).toEqual(node);
    expect(action.look()).toBeUndefined();
    expect(action.isAlone).toBe(true);
    action.end();
    expect(lockOwner(cache, key)).toBeUndefined();
  });

  it('gives way to another process that computes the action', () => {
    const { cache, key, session, action } = open();
    const other = session().owner;
    acquireLock(cache, key, other);
    expect(action.look()).toEqual({ type: 'held', owner: other });
  });

  it('sees that the task was given up', () => {
    const { folder, action } = open();
    writeFileSync(folder.fenced(0), '');
    expect(action.look()).toEqual({ type: 'fenced' });
    rmSync(folder.path, { recursive: true });
    expect(action.look()).toEqual({ type: 'fenced' });
  });

  it('looks again while the stage runs', async () => {
    const { folder, action } = open();
    const seen = new Promise<Unwanted>((resolve) => {
      action.watch(resolve, 10);
    });
    writeFileSync(folder.fenced(0), '');
    expect(await seen).toEqual({ type: 'fenced' });
    action.end();
  });
});
