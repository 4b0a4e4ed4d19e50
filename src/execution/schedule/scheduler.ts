import { existsSync } from 'node:fs';
import type { ActionEntry } from '../../cache/actions/action-index.ts';
import type { Digest } from '../../cache/files/digest.ts';
import { lookUp, remember } from '../../cache/actions/lookup.ts';
import type { Problem } from '../../cache/outputs/output-check.ts';
import type { Session } from '../../cache/sessions/session.ts';
import { dropTemporary } from './drop-temporary.ts';
import { isBadInput, reportError } from '../error-report.ts';
import type { ErrorReport } from '../event.ts';
import { failureOf } from './failure.ts';
import { ReadyQueue, type Room } from './ready-queue.ts';
import type { Reason } from '../survey/reason.ts';
import { Retries } from './retries.ts';
import { repairOutput } from '../survey/repair.ts';
import type { RunScope } from '../run-scope.ts';
import type { Task } from './task.ts';
import { TaskLocks } from './task-locks.ts';
import { type RunResult, TaskRunner } from './task-runner.ts';
import { named, skipBelow, skipRest, tellFailed, tellFinished, tellHit } from './tell.ts';

/** Runs what is stale: each task when everything it needs is there, the machine has room, and nobody else computes it. */
export class Scheduler {
  readonly #scope: RunScope;
  readonly #tasks: ReadonlyMap<string, Task>;
  readonly #runner: TaskRunner;
  readonly #queue = new ReadyQueue<Task>();
  readonly #locks: TaskLocks;
  /** Key → the task of this run that computes it, and those that wait for it. */
  readonly #groups = new Map<Digest, Task[]>();
  readonly #retries = new Retries();
  /** Tasks whose inputs have become known; a list, because a chain of hits would be a deep recursion. */
  #considered: Task[] = [];
  #stopping = false;
  #killTimer: NodeJS.Timeout | undefined;
  #finish: () => void = () => undefined;

  constructor(scope: RunScope, tasks: ReadonlyMap<string, Task>, room: Room, session: Session) {
    this.#scope = scope;
    this.#tasks = tasks;
    this.#runner = new TaskRunner(scope, session, room);
    this.#locks = new TaskLocks(scope, session, (free) => {
      for (const task of free) this.#queue.add(task);
      this.#pump();
    });
  }

  /** Resolves when nothing runs any more. */
  async run(): Promise<void> {
    const finished = new Promise<void>((resolve) => {
      this.#finish = resolve;
    });
    for (const task of this.#tasks.values()) {
      if (task.state === 'waiting' && task.waiting === 0) this.#considered.push(task);
    }
    this.#pump();
    await finished;
    clearTimeout(this.#killTimer);
    this.#runner.close();
    skipRest(this.#scope, this.#tasks.values());
  }

  /** Stops starting, asks what runs to save its state and to stop, and ends it when it does not. */
  interrupt(signal: string, waitMs: number): void {
    this.#stop();
    this.#scope.emit({ type: 'interrupt-requested', signal, running: this.#runner.running, waitMs });
    this.#runner.interrupt();
    this.#killTimer = setTimeout(() => {
      this.kill();
    }, waitMs).unref();
    this.#pump();
  }

  /** Ends everything that runs, at once. */
  kill(): void {
    this.#runner.kill();
  }

  /** Makes a task run although it is done: its output is needed and not there, or damaged. */
  reopen(task: Task, reasons: Reason[]): void {
    if (task.state !== 'done') return;
    task.state = 'waiting';
    task.mustRun = reasons;
    task.announced = false;
    task.attempt = 1;
    delete task.entry;
    this.#considered.push(task);
  }

  #stop(): void {
    this.#stopping = true;
    for (const task of this.#retries.cancel()) this.#locks.unlock(task);
    this.#locks.stopWaiting();
  }

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
    this.#scope.index.flush();
    if (this.#runner.running + this.#locks.waiting + this.#retries.size === 0) this.#finish();
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
    if (task.state !== 'waiting' || task.waiting > 0 || this.#awaitUpstream(task)) return;
    const { survey, emit } = this.#scope;
    const outputOf = (id: string): Digest => this.#tasks.get(id)!.entry!.output;
    const finding = task.finding ?? survey.find(task.instance, outputOf, task.mustRun !== undefined);
    delete task.finding;
    task.resolved = finding.resolved;
    if (finding.state === 'hit') {
      tellHit(this.#scope, task, finding.entry);
      this.#settle(task, finding.entry);
      return;
    }
    const reasons = task.mustRun ?? finding.reasons;
    // What was found damaged is gone now: looking again would only find the gap.
    if (reasons.some(({ kind }) => kind === 'damage' || kind === 'missing-output')) task.mustRun = reasons;
    if (!task.announced) emit({ type: 'instance-stale', ...named(task), key: finding.resolved.key, reasons });
    task.announced = true;
    for (const upstream of task.upstream) {
      if (upstream.entry?.dropped)
        this.reopen(upstream, [{ kind: 'dropped-output', neededBy: task.instance.id }]);
    }
    if (!this.#awaitUpstream(task)) this.#enqueue(task);
  }

  /** Waits for upstream tasks that are made again; false where all are done. */
  #awaitUpstream(task: Task): boolean {
    const missing = task.upstream.filter(({ state }) => state !== 'done');
    task.waiting = missing.length;
    task.state = 'waiting';
    for (const upstream of missing) upstream.waiters.add(task);
    return missing.length > 0;
  }

  #enqueue(task: Task): void {
    task.state = 'ready';
    this.#queue.add(task);
  }

  #start(task: Task): void {
    const { cache, index } = this.#scope;
    const { key } = task.resolved!;
    const group = this.#groups.get(key);
    // Another consumer may have had them made again meanwhile.
    if (this.#awaitUpstream(task)) return;
    if (group) {
      task.state = 'following';
      group.push(task);
      return;
    }
    if (!this.#locks.lock(task)) return;
    // Another process may have finished it between the lookup and the lock.
    const lookup = task.mustRun || task.attempt > 1 ? undefined : lookUp(cache, index, key);
    if (lookup?.state === 'hit') {
      this.#locks.unlock(task);
      tellFinished(this.#scope, task, lookup.entry, true);
      this.#settle(task, lookup.entry);
      return;
    }
    task.state = 'running';
    task.startedMs = performance.now();
    delete task.fraction;
    this.#groups.set(key, [task]);
    void this.#run(task);
  }

  async #run(task: Task): Promise<void> {
    const { key } = task.resolved!;
    const result = await this.#runner.run(task).catch((error: unknown): RunResult => {
      return { type: 'failed', error: reportError(error, `running ${task.instance.id}`) };
    });
    this.#guard(task, () => {
      this.#handle(task, result);
    });
    for (const follower of this.#groups.get(key)!.slice(1)) {
      follower.state = 'waiting';
      this.#considered.push(follower);
    }
    this.#groups.delete(key);
    this.#pump();
  }

  #handle(task: Task, result: RunResult): void {
    const { cache, index, emit, options } = this.#scope;
    if (result.type === 'stored') {
      const { record, replaced } = result;
      if (replaced) emit({ type: 'cache-repaired', what: 'output', ...replaced, action: 'recomputed' });
      const entry = remember(cache, index, record, result.manifest);
      if (!entry) throw new Error(`the action record ${cache.record(record.key)} vanished`);
      this.#locks.unlock(task);
      tellFinished(this.#scope, task, entry, false);
      this.#settle(task, entry);
    } else if (result.type === 'damaged-inputs') {
      this.#remake(task, result.damaged);
    } else if (this.#runner.interrupted && result.type !== 'failed') {
      this.#locks.unlock(task);
      task.state = 'interrupted';
      const checkpoint = existsSync(cache.checkpointsOf(task.resolved!.key));
      emit({ type: 'instance-interrupted', ...named(task), checkpoint });
    } else {
      const error = failureOf(task.instance, result)!;
      if (task.attempt <= task.instance.retries && !this.#stopping && !isBadInput(error))
        this.#retryLater(task, error, (options.retryDelayMs ?? 1000) * 2 ** (task.attempt - 1));
      else this.#fail(task, error);
    }
  }

  /** The lock stays: nobody else should start what is about to start again. */
  #retryLater(task: Task, error: ErrorReport, delayMs: number): void {
    task.state = 'backing-off';
    this.#scope.emit({ type: 'instance-retried', ...named(task), attempt: task.attempt++, delayMs, error });
    this.#retries.later(task, delayMs, () => {
      this.#enqueue(task);
      this.#pump();
    });
  }

  /** Inputs turned out damaged when they were read: they are made again first. */
  #remake(task: Task, damaged: Map<Digest, Problem[]>): void {
    this.#locks.unlock(task);
    for (const upstream of task.upstream) {
      const problems = upstream.entry && damaged.get(upstream.entry.output);
      if (!problems) continue;
      repairOutput(
        this.#scope.cache,
        upstream.instance.id,
        upstream.entry!.output,
        problems,
        this.#scope.emit,
      );
      this.reopen(
        upstream,
        problems.map((problem) => ({ kind: 'damage', ...problem })),
      );
    }
    if (!this.#awaitUpstream(task)) this.#enqueue(task);
  }

  #settle(task: Task, entry: ActionEntry): void {
    const { index } = this.#scope;
    const { id } = task.instance;
    const { key } = task.resolved!;
    task.state = 'done';
    task.entry = entry;
    delete task.mustRun;
    if (index.get('instance', id) !== key) index.set('instance', id, key);
    for (const waiter of task.waiters) {
      waiter.waiting--;
      if (waiter.waiting === 0 && waiter.state === 'waiting') this.#considered.push(waiter);
    }
    task.waiters.clear();
    for (const upstream of task.upstream) {
      upstream.open.delete(task);
      dropTemporary(this.#scope, upstream);
    }
  }

  #fail(task: Task, error: ErrorReport): void {
    this.#locks.unlock(task);
    task.state = 'failed';
    tellFailed(this.#scope, task, error);
    if (this.#scope.options.keepGoing !== true) this.#stop();
    skipBelow(this.#scope, task);
  }
}
