import type { ActionEntry } from '../../cache/actions/action-index.ts';
import type { Digest } from '../../cache/files/digest.ts';
import { lookUp, remember } from '../../cache/actions/lookup.ts';
import type { Problem } from '../../cache/outputs/output-check.ts';
import type { Session } from '../../cache/sessions/session.ts';
import { isBadInput, reportError } from '../error-report.ts';
import type { ErrorReport } from '../event.ts';
import type { AttemptResult, ClusterExecutor } from '../executor.ts';
import type { Reason } from '../survey/reason.ts';
import type { Run } from '../survey/run.ts';
import { dropTemporary } from './drop-temporary.ts';
import { failureOf, isInterruption } from './failure.ts';
import { putAside, repairInputs } from './put-aside.ts';
import { ReadyQueue, type Room } from './waiting/ready-queue.ts';
import { Retries } from './waiting/retries.ts';
import { skipBelow, skipRest } from './skip.ts';
import { TaskLocks } from './waiting/task-locks.ts';
import { TaskRunner } from './task-runner.ts';
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
  reopen(task: Task, reasons: Reason[]): void {
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
    if (this.#sameAction.size + this.#locks.waiting + this.#retries.size === 0) this.#finish();
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
    const outputOf = (id: string): Digest => this.#tasks.get(id)!.entry!.output;
    const finding =
      task.finding ?? this.#run.survey.find(task.instance, outputOf, task.mustRun !== undefined);
    task.finding = undefined;
    task.resolved = finding.resolved;
    if (finding.state === 'hit') {
      tellHit(this.#run, task, finding.entry);
      this.#settle(task, finding.entry);
      return;
    }
    const reasons = task.mustRun ?? finding.reasons;
    // What was found damaged is gone now: looking again would only find the gap, or the record of what was dropped.
    if (reasons.some(({ kind }) => /^(damage|missing-output|dropped-unpublished)$/.test(kind)))
      task.mustRun = reasons;
    if (!task.announced) tellStale(this.#run, task, reasons);
    task.announced = true;
    for (const upstream of task.upstream) {
      if (upstream.entry?.dropped)
        this.reopen(upstream, [{ kind: 'dropped-output', neededBy: task.instance.id }]);
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
    const { cache, index } = this.#run;
    const { key } = task.resolved!;
    // Another consumer may have had them made again meanwhile.
    if (task.waitForUpstream() || this.#sameAction.follow(task) || !this.#locks.lock(task)) return;
    // Another process may have finished it between the lookup and the lock.
    const lookup = task.mustRun || task.attempt > 1 ? undefined : lookUp(cache, index, key);
    if (lookup?.state === 'hit') {
      this.#complete(task, lookup.entry, true);
      return;
    }
    task.start();
    this.#sameAction.lead(task);
    void this.#perform(task);
  }

  async #perform(task: Task): Promise<void> {
    const { key } = task.resolved!;
    const result = await this.#runner.run(task);
    this.#guard(task, () => {
      this.#handle(task, result);
    });
    this.#considered.push(...this.#sameAction.end(key));
    this.#pump();
  }

  #handle(task: Task, result: AttemptResult): void {
    const { cache, index, emit, options } = this.#run;
    if (result.type === 'stored') {
      const { record, replaced } = result;
      if (replaced) emit({ type: 'cache-repaired', what: 'output', ...replaced, action: 'recomputed' });
      const entry = remember(cache, index, record, result.manifest);
      if (!entry) throw new Error(`the action record ${cache.record(record.key)} vanished`);
      this.#complete(task, entry, false);
    } else if (result.type === 'damaged-inputs') {
      this.#remake(task, result.damaged);
    } else if (!this.#stopping && this.#locks.lost(task, result.type)) {
      // What others have made meanwhile is taken; what they have not is made again.
      this.#enqueue(task);
    } else if (isInterruption(result, this.#runner.interrupted)) {
      this.#locks.unlock(task);
      task.interrupt();
      tellInterrupted(this.#run, task, result);
    } else {
      if (result.type === 'failed' && result.damaged) putAside(this.#run, task, result.damaged);
      const error = failureOf(task.instance, result)!;
      if (task.attempt <= task.instance.retries && !this.#stopping && !isBadInput(error))
        this.#retryLater(task, error, (options.retryDelayMs ?? 1000) * 2 ** (task.attempt - 1));
      else this.#fail(task, error);
    }
  }

  /** The lock stays: nobody else should start what is about to start again. */
  #retryLater(task: Task, error: ErrorReport, delayMs: number): void {
    tellRetried(this.#run, task, error, delayMs);
    task.backOff();
    this.#retries.later(task, delayMs, () => {
      this.#enqueue(task);
      this.#pump();
    });
  }

  /** Inputs turned out damaged when they were read: they are made again first. */
  #remake(task: Task, damaged: Map<Digest, Problem[]>): void {
    this.#locks.unlock(task);
    for (const [upstream, reasons] of repairInputs(this.#run, task, damaged)) this.reopen(upstream, reasons);
    this.#enqueue(task);
  }

  /** The result is there: made by this run, or by another process (`shared`) meanwhile. */
  #complete(task: Task, entry: ActionEntry, shared: boolean): void {
    this.#locks.unlock(task);
    tellFinished(this.#run, task, entry, shared);
    this.#settle(task, entry);
  }

  #settle(task: Task, entry: ActionEntry): void {
    const { index } = this.#run;
    const { id } = task.instance;
    const { key } = task.resolved!;
    if (index.get('instance', id) !== key) index.set('instance', id, key);
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
