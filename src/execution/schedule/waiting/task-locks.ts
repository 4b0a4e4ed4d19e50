import { basename } from 'node:path';
import { acquireLock, lockOwner, releaseLock, replaceLock } from '../../../cache/sessions/action-lock.ts';
import type { Digest } from '../../../cache/files/digest.ts';
import { type Owner, type Session, isAlive } from '../../../cache/sessions/session.ts';
import { PipelineError } from '../../../pipeline/faults/error.ts';
import type { Run } from '../../survey/run.ts';
import type { Task } from '../task.ts';
import { named } from '../tell.ts';

const LOOK_MS = 100;

/** The locks of a run: those that its tasks hold, and the tasks whose action another process computes. */
export class TaskLocks {
  readonly #run: Run;
  readonly #session: Session;
  readonly #onFree: (tasks: Task[]) => void;
  readonly #isOurs: (key: Digest) => boolean;
  readonly #waiting = new Set<Task>();
  readonly #lost = new Set<Task>();
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param onFree - told of tasks whose other process has finished or died
   * @param isOurs - whether a job of a cluster that holds the lock works for this run
   */
  constructor(
    run: Run,
    session: Session,
    onFree: (tasks: Task[]) => void,
    isOurs: (key: Digest) => boolean = () => false,
  ) {
    this.#run = run;
    this.#session = session;
    this.#onFree = onFree;
    this.#isOurs = isOurs;
  }

  /** Number of tasks that wait. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /**
   * Locks the action of a task; where another process holds the lock, the task waits and this is false.
   * @throws {PipelineError} where that process waits for this one
   */
  lock(task: Task): boolean {
    if (task.locked) return true;
    const lock = acquireLock(this.#run.cache, task.resolved!.key, this.#session.owner);
    if (lock.state === 'acquired') {
      task.locked = true;
      return true;
    }
    if (lock.owner.work === 'job' && this.#isOurs(task.resolved!.key)) {
      replaceLock(this.#run.cache, task.resolved!.key, this.#session.owner);
      task.locked = true;
      return true;
    }
    const { pid, host } = lock.owner;
    if (isAround(lock.owner))
      throw new PipelineError(
        'bad-argument',
        `${task.instance.id} is computed by process ${pid}, a stage of which started this command: to wait for it from in there could last for ever`,
        { hint: 'Give the stage what it needs by "needs: …" instead of bringing it up to date itself.' },
      );
    if (task.waitForLock())
      this.#run.emit({ type: 'waiting-for-lock', ...named(task), owner: { pid, host } });
    this.#waiting.add(task);
    this.#timer ??= setInterval(() => {
      this.#look();
    }, LOOK_MS);
    return false;
  }

  /**
   * Whether a task came to nothing because its lock has been taken away: others take a process that slept for dead, and clear away what
   * it was writing. True once a task, so that who loses it for another reason does not go on for ever. A job of a cluster takes the lock
   * of a run that is gone for a while, and works for it all the same; one that stopped has found somebody else at the action.
   */
  lost(task: Task, ended: string): boolean {
    if ((ended !== 'failed' && ended !== 'stopped') || !task.locked || this.#lost.has(task)) return false;
    const owner = lockOwner(this.#run.cache, task.resolved!.key);
    if (owner?.session === this.#session.owner.session) return false;
    if (owner?.work === 'job' && ended === 'failed') return false;
    this.#lost.add(task);
    task.locked = false;
    return true;
  }

  unlock(task: Task): void {
    if (!task.locked) return;
    task.locked = false;
    releaseLock(this.#run.cache, task.resolved!.key);
  }

  stopWaiting(): void {
    this.#waiting.clear();
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    const { cache } = this.#run;
    const free = [...this.#waiting].filter(({ resolved }) => {
      const owner = lockOwner(cache, resolved!.key);
      return owner === undefined || !isAlive(cache, owner);
    });
    if (free.length === 0) return;
    for (const task of free) this.#waiting.delete(task);
    if (this.#waiting.size === 0) this.stopWaiting();
    this.#onFree(free);
  }
}

/** Whether this process was started by a stage of a run: its output lies in the staging folders of the run's session. */
function isAround({ session }: Owner): boolean {
  return basename(process.env['EOS_OUTPUT'] ?? '').startsWith(`${session}.`);
}
