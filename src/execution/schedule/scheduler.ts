import type { ActionEntry } from '../../cache/actions/action-index.ts';
import type { Session } from '../../cache/sessions/session.ts';
import { reportError } from '../error-report.ts';
import type { ErrorReport } from '../event.ts';
import type { ClusterExecutor } from '../executor.ts';
import type { Reason } from '../survey/reason.ts';
import type { Run } from '../survey/run.ts';
import { dropTemporary } from './drop-temporary.ts';
import { lookAtTask, madeMeanwhile } from './steps/look-at-task.ts';
import { outcomeOf } from './steps/task-outcome.ts';
import { putAside } from './put-aside.ts';
import { Elsewhere } from './waiting/elsewhere.ts';
import { ReadyQueue, type Room } from './waiting/ready-queue.ts';
import { Retries } from './waiting/retries.ts';
import { skipBelow, skipRest } from './skip.ts';
import { TaskLocks } from './waiting/task-locks.ts';
import { type RunResult, TaskRunner } from './task-runner.ts';
import type { Task } from './task.ts';
import { SameAction } from './waiting/same-action.ts';
import { tellFailed, tellFinished, tellHit, tellInterrupted, tellRetried, tellStale } from './tell.ts';

/** Runs what is stale: each task when everything it needs is there, the machine has room, and nobody else computes it. */
export class Scheduler {
  readonly #run: Run;
  readonly #session: Session;
  readonly #tasks: ReadonlyMap<string, Task>;
  readonly #runner: TaskRunner;
  readonly #queue: ReadyQueue<Task>;
  readonly #locks: TaskLocks;
  readonly #sameAction = new SameAction();
  readonly #retries = new Retries();
  readonly #elsewhere: Elsewhere;
  /** Tasks whose inputs have become known; a list, because a chain of hits would be a deep recursion. */
  #considered: Task[] = [];
  #stopping = false;
  #finish: () => void = () => undefined;

  constructor(
    run: Run,
    session: Session,
    tasks: ReadonlyMap<string, Task>,
    room: Room,
    cluster?: ClusterExecutor,
  ) {
    this.#run = run;
    this.#session = session;
    this.#tasks = tasks;
    this.#runner = new TaskRunner(run, session, room, cluster);
    this.#elsewhere = new Elsewhere(run, (task, answer) => {
      this.#guard(task, () => {
        const entry = answer();
        if (entry === undefined) this.#considered.push(task);
        else this.#settle(task, entry);
      });
      this.#pump();
    });
    this.#queue = new ReadyQueue(tasks.values());
    this.#locks = new TaskLocks(run, session, this.#onFree, (key) => cluster?.holds(key) ?? false);
  }

  /** Somebody asked it to stop. */
  get interrupted(): boolean {
    return this.#runner.interrupted;
  }

  /** Resolves when nothing runs any more. */
  async run(): Promise<void> {
    const { promise: finished, resolve } = Promise.withResolvers<undefined>();
    this.#finish = resolve as () => void;
    this.#considered.push(...[...this.#tasks.values()].filter(({ isFree }) => isFree));
    this.#pump();
    await finished;
    this.#runner.close();
    skipRest(this.#run, this.#tasks.values());
  }

  /** Stops starting, asks what runs to save its state and to stop, and ends it when it does not. */
  interrupt(signal: string, waitMs: number): void {
    this.#stop();
    this.#run.emit({ type: 'interrupt-requested', signal, ...this.#runner.counts(), waitMs });
    this.#runner.interrupt(waitMs);
    this.#pump();
  }

  /** Ends everything that runs, at once. */
  kill(): void {
    this.#runner.kill();
  }

  /** Makes a task run although it is done: its output is needed and not there, or damaged. */
  #reopen(task: Task, reasons: Reason[]): void {
    if (task.reopen(reasons)) this.#considered.push(task);
  }

  #stop(): void {
    this.#stopping = true;
    this.#runner.stopStarting();
    for (const task of this.#retries.cancel()) this.#locks.unlock(task);
    this.#locks.stopWaiting();
  }

  readonly #onFree = (tasks: readonly Task[]): void => {
    for (const task of tasks) this.#queue.add(task);
    this.#pump();
  };

  /** Does everything that can be done now. */
  #pump(): void {
    while (!this.#stopping) {
      const considered = this.#considered;
      this.#considered = [];
      for (const task of considered) this.#guard(task, this.#consider);
      if (considered.length > 0) continue;
      const task = this.#queue.take(this.#runner.room);
      if (!task) break;
      this.#guard(task, this.#start);
    }
    this.#run.index.flush();
    const going = this.#sameAction.size + this.#locks.waiting + this.#retries.size + this.#elsewhere.asking;
    if (going === 0) this.#finish();
  }

  /** A file operation that fails (a full disk, a missing input) fails the task that it was for. */
  #guard(task: Task, step: (this: this, task: Task) => void): void {
    try {
      step.call(this, task);
    } catch (error) {
      this.#fail(task, reportError(error, `preparing ${task.instance.id}`));
    }
  }

  /** Everything upstream is done: the key is known now. */
  #consider(task: Task): void {
    if (!task.isFree || task.waitForUpstream()) return;
    const found = lookAtTask(this.#run, task, (id) => this.#tasks.get(id)!.entry!.output);
    if ('entry' in found) {
      tellHit(this.#run, task, found.entry);
      this.#settle(task, found.entry);
      return;
    }
    if (this.#elsewhere.ask(task)) return;
    if (!task.announced) tellStale(this.#run, task, found.reasons);
    task.announced = true;
    for (const upstream of task.upstream) {
      if (upstream.entry?.dropped)
        this.#reopen(upstream, [{ kind: 'dropped-output', neededBy: task.instance.id }]);
    }
    this.#enqueue(task);
  }

  /** Upstream tasks that are made again come first. */
  #enqueue(task: Task): void {
    if (task.waitForUpstream()) return;
    task.ready();
    this.#queue.add(task);
  }

  #start(task: Task): void {
    // Another consumer may have had them made again meanwhile.
    if (task.waitForUpstream() || this.#sameAction.follow(task) || !this.#locks.lock(task)) return;
    // Another process may have finished it between the lookup and the lock.
    const made = madeMeanwhile(this.#run, task);
    if (made) {
      this.#locks.unlock(task);
      tellFinished(this.#run, task, made, true);
      this.#settle(task, made);
      return;
    }
    task.start();
    this.#sameAction.lead(task);
    void this.#perform(task);
  }

  async #perform(task: Task): Promise<void> {
    const result = await this.#runner.run(task);
    this.#guard(task, () => {
      this.#handle(task, result);
    });
    this.#considered.push(...this.#sameAction.end(task.resolved!.key));
    this.#pump();
  }

  #handle(task: Task, result: RunResult): void {
    if (!this.#stopping && this.#locks.lost(task, result.type)) {
      // What others have made meanwhile is taken; what they have not is made again.
      this.#enqueue(task);
      return;
    }
    const going = { stopping: this.#stopping, interrupted: this.interrupted };
    const outcome = outcomeOf(this.#run, task, result, going);
    if (outcome.next !== 'retry') this.#locks.unlock(task); // nobody else should start what starts again
    switch (outcome.next) {
      case 'done':
        tellFinished(this.#run, task, outcome.entry, outcome.shared);
        this.#settle(task, outcome.entry);
        return;
      case 'wait':
        this.#later(task, this.#elsewhere.wait(task, outcome.owner));
        return;
      case 'inputs':
        for (const { upstream, reasons } of putAside(this.#run, task, outcome.damaged))
          this.#reopen(upstream, reasons);
        this.#enqueue(task);
        return;
      case 'interrupted':
        task.interrupt();
        tellInterrupted(this.#run, task, outcome.result);
        return;
      case 'retry':
        tellRetried(this.#run, task, outcome.error, outcome.delayMs);
        task.backOff();
        this.#later(task, outcome.delayMs);
        return;
      case 'failed':
        this.#fail(task, outcome.error);
    }
  }

  #later(task: Task, delayMs: number): void {
    if (this.#stopping) return;
    this.#retries.later(task, delayMs, () => {
      this.#enqueue(task);
      this.#pump();
    });
  }

  #settle(task: Task, entry: ActionEntry): void {
    const { index } = this.#run;
    const { id } = task.instance;
    if (index.get('instance', id) !== task.resolved!.key) index.set('instance', id, task.resolved!.key);
    this.#considered.push(...task.finish(entry));
    for (const upstream of task.upstream) {
      upstream.open.delete(id);
      dropTemporary(this.#run, this.#session, upstream, this.#tasks.values());
    }
  }

  #fail(task: Task, error: ErrorReport): void {
    this.#locks.unlock(task);
    task.fail();
    tellFailed(this.#run, task, error);
    if (this.#run.options.keepGoing !== true) this.#stop();
    skipBelow(this.#run, task);
  }
}
