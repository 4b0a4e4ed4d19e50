import { existsSync } from 'node:fs';
import type { ActionEntry } from '../cache/action-index.ts';
import type { Digest } from '../cache/digest.ts';
import { acquireLock, lockOwner, releaseLock } from '../cache/lock.ts';
import { logPath, logTail } from '../cache/log-file.ts';
import { lookUp, remember } from '../cache/lookup.ts';
import { readManifest } from '../cache/manifest.ts';
import { type Session, isAlive } from '../cache/session.ts';
import { attemptTask } from './attempt.ts';
import { dropTemporary } from './drop-temporary.ts';
import { isBadInput, reportError } from './error-report.ts';
import { type Estimates, remainingMs } from './estimate.ts';
import type { ErrorReport } from './event.ts';
import { failureOf, rerunCommand } from './failure.ts';
import { InputVerifier } from './input-verifier.ts';
import type { JobResult } from './job.ts';
import { ReadyQueue, type Room } from './ready-queue.ts';
import type { Reason } from './reason.ts';
import { repairOutput } from './repair.ts';
import type { RunScope } from './run-scope.ts';
import type { Finding } from './survey.ts';
import type { Capacity, Task } from './task.ts';
import { WorkerPool } from './worker-pool.ts';
import type { WorkerProcess } from './worker-process.ts';

const LOCK_POLL_MS = 100;
const PROGRESS_MS = 500;
const TAIL_LINES = 20;

/** Runs what is stale: each task when everything it needs is there, the machine has room, and nobody else computes it. */
export class Scheduler {
  readonly #scope: RunScope;
  readonly #tasks: ReadonlyMap<string, Task>;
  readonly #capacity: Capacity;
  readonly #session: Session;
  readonly #estimates: Estimates;
  readonly #queue = new ReadyQueue<Task>();
  readonly #pool = new WorkerPool();
  readonly #verifier: InputVerifier;
  readonly #free: Room;
  readonly #running = new Map<Task, WorkerProcess>();
  /** Key → the task of this run that computes it. */
  readonly #leaders = new Map<Digest, Task>();
  readonly #followers = new Map<Digest, Task[]>();
  readonly #locked = new Set<Task>();
  readonly #retries = new Map<Task, NodeJS.Timeout>();
  /** Tasks whose inputs have become known; a list, because a chain of hits would be a deep recursion. */
  readonly #considered: Task[] = [];
  #findings: ReadonlyMap<string, Finding>;
  #stopping = false;
  #interrupted = false;
  #lockTimer: NodeJS.Timeout | undefined;
  #killTimer: NodeJS.Timeout | undefined;
  #progressMs = 0;
  #finish: () => void = () => undefined;

  constructor(
    scope: RunScope,
    tasks: ReadonlyMap<string, Task>,
    findings: ReadonlyMap<string, Finding>,
    capacity: Capacity,
    session: Session,
    estimates: Estimates,
  ) {
    this.#scope = scope;
    this.#tasks = tasks;
    this.#findings = findings;
    this.#capacity = capacity;
    this.#session = session;
    this.#estimates = estimates;
    this.#verifier = new InputVerifier(scope.cache);
    this.#free = { ...capacity };
  }

  /** Resolves when nothing runs any more. */
  async run(): Promise<void> {
    const finished = new Promise<void>((resolve) => {
      this.#finish = resolve;
    });
    const ticker = setInterval(() => {
      this.#tellProgress();
    }, PROGRESS_MS);
    for (const task of this.#tasks.values()) {
      if (task.state === 'waiting' && task.waiting === 0) this.#considered.push(task);
    }
    this.#pump();
    await finished;
    clearInterval(ticker);
    clearInterval(this.#lockTimer);
    clearTimeout(this.#killTimer);
    this.#findings = new Map();
    this.#pool.close();
    this.#dropAll();
    for (const task of this.#tasks.values()) {
      if (['done', 'failed', 'interrupted', 'skipped'].includes(task.state)) continue;
      task.state = 'skipped';
      this.#scope.emit({ type: 'instance-skipped', ...named(task), because: 'stopped' });
    }
  }

  /** Stops starting, asks what runs to save its state and to stop, and ends it when it does not. */
  interrupt(signal: string, waitMs: number): void {
    this.#interrupted = true;
    this.#stop();
    this.#scope.emit({ type: 'interrupt-requested', signal, running: this.#running.size, waitMs });
    for (const worker of this.#running.values()) worker.abort('interrupt');
    this.#killTimer = setTimeout(() => {
      this.kill();
    }, waitMs);
    this.#pump();
  }

  /** Ends everything that runs, at once. */
  kill(): void {
    for (const worker of this.#running.values()) worker.kill();
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
    for (const timer of this.#retries.values()) clearTimeout(timer);
    for (const task of this.#retries.keys()) this.#unlock(task);
    this.#retries.clear();
    this.#locked.clear();
  }

  #pump(): void {
    while (!this.#stopping) {
      const considered = this.#considered.pop();
      const task = considered ?? this.#queue.take(this.#free);
      if (task === undefined) break;
      try {
        if (considered) this.#consider(task);
        else this.#start(task);
      } catch (error) {
        this.#unlock(task);
        this.#fail(task, reportError(error, `preparing ${task.instance.id}`));
      }
    }
    this.#scope.index.flush();
    const idle = this.#running.size + this.#locked.size + this.#retries.size === 0;
    if (idle) this.#finish();
  }

  /** Everything upstream is done: the key is known now. */
  #consider(task: Task): void {
    const outputOf = (id: string): Digest => this.#tasks.get(id)!.entry!.output;
    const before = task.resolved ? undefined : this.#findings.get(task.instance.id);
    const known = before && before.state !== 'pending' ? before : undefined;
    const finding = known ?? this.#scope.survey.find(task.instance, outputOf, task.mustRun !== undefined);
    task.resolved = finding.resolved;
    if (finding.state === 'hit') {
      this.#tellHit(task, finding.entry);
      this.#settle(task, finding.entry);
      return;
    }
    const reasons = task.mustRun ?? finding.reasons;
    // What was found damaged is gone now: looking again would only find the gap.
    if (reasons.some(({ kind }) => kind === 'damage' || kind === 'missing-output')) task.mustRun = reasons;
    if (!task.announced) {
      task.announced = true;
      this.#scope.emit({ type: 'instance-stale', ...named(task), key: finding.resolved.key, reasons });
    }
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
    if (missing.length === 0) return false;
    task.state = 'waiting';
    for (const upstream of missing) upstream.waiters.add(task);
    return true;
  }

  #enqueue(task: Task): void {
    task.state = 'ready';
    this.#queue.add(task);
  }

  #start(task: Task): void {
    const { cache, index, emit } = this.#scope;
    const { key } = task.resolved!;
    const leader = this.#leaders.get(key);
    if (leader) {
      task.state = 'following';
      this.#followers.set(key, [...(this.#followers.get(key) ?? []), task]);
      return;
    }
    if (!task.locked) {
      const lock = acquireLock(cache, key, this.#session.owner);
      if (lock.state === 'held') {
        if (task.state !== 'locked') emit({ type: 'waiting-for-lock', ...named(task), owner: lock.owner });
        this.#waitForLock(task);
        return;
      }
      task.locked = true;
    }
    // Another process may have finished it between the lookup and the lock.
    const lookup = task.mustRun || task.attempt > 1 ? undefined : lookUp(cache, index, key);
    if (lookup?.state === 'hit') {
      this.#unlock(task);
      this.#finished(task, lookup.entry, true);
      return;
    }
    task.state = 'running';
    task.startedMs = performance.now();
    delete task.fraction;
    this.#leaders.set(key, task);
    this.#free.threads -= task.threads;
    this.#free.memoryBytes -= task.memoryBytes;
    const worker = this.#pool.take(task.threads);
    this.#running.set(task, worker);
    void this.#attempt(task, worker);
  }

  async #attempt(task: Task, worker: WorkerProcess): Promise<void> {
    const { cache } = this.#scope;
    let settle: () => void;
    try {
      const outputs = task.upstream.map(({ entry }) => entry!.output);
      const verified = await this.#verifier.verify(outputs, worker);
      if (verified.damaged.size > 0) {
        settle = () => {
          this.#remake(task, verified.damaged);
        };
      } else {
        const result: JobResult = this.#interrupted
          ? {
              type: 'stopped',
              why: 'interrupt',
              checkpoint: existsSync(cache.checkpointsOf(task.resolved!.key)),
            }
          : (verified.crashed ?? (await attemptTask(this.#scope, task, worker, this.#session.owner)));
        settle = () => {
          this.#handle(task, result);
        };
      }
    } catch (error) {
      settle = () => {
        this.#fail(task, reportError(error, `running ${task.instance.id}`));
      };
    }
    this.#running.delete(task);
    this.#leaders.delete(task.resolved!.key);
    this.#free.threads += task.threads;
    this.#free.memoryBytes += task.memoryBytes;
    this.#pool.release(worker);
    try {
      settle();
    } catch (error) {
      this.#unlock(task);
      this.#fail(task, reportError(error, `finishing ${task.instance.id}`));
    }
    const followers = this.#followers.get(task.resolved!.key) ?? [];
    this.#followers.delete(task.resolved!.key);
    for (const follower of followers) {
      follower.state = 'waiting';
      this.#considered.push(follower);
    }
    this.#pump();
  }

  #handle(task: Task, result: JobResult): void {
    const { cache, index, emit, options } = this.#scope;
    if (result.type === 'stored') {
      const { record, replaced } = result;
      if (replaced)
        emit({
          type: 'cache-repaired',
          what: 'output',
          ...replaced,
          action: 'restored',
          instance: task.instance.id,
        });
      const manifest = readManifest(cache, record.output.digest);
      const entry = remember(cache, index, record, manifest.state === 'read' ? manifest.content : undefined);
      this.#unlock(task);
      if (!entry) throw new Error(`the action record ${cache.record(record.key)} vanished`);
      this.#verifier.trust(entry.output);
      this.#estimates.learn(task.instance.stage, entry.durationMs);
      this.#finished(task, entry, false);
      return;
    }
    const interrupted = this.#interrupted && (result.type === 'stopped' || result.type === 'crashed');
    if (interrupted) {
      this.#unlock(task);
      task.state = 'interrupted';
      const checkpoint = existsSync(cache.checkpointsOf(task.resolved!.key));
      emit({ type: 'instance-interrupted', ...named(task), checkpoint });
      return;
    }
    const error = failureOf(task.instance, result)!;
    if (task.attempt <= task.instance.retries && !this.#stopping && !isBadInput(error)) {
      this.#retryLater(task, error, (options.retryDelayMs ?? 1000) * 2 ** (task.attempt - 1));
    } else {
      this.#unlock(task);
      this.#fail(task, error);
    }
  }

  #retryLater(task: Task, error: ErrorReport, delayMs: number): void {
    task.attempt++;
    task.state = 'backing-off';
    this.#scope.emit({ type: 'instance-retried', ...named(task), attempt: task.attempt, delayMs, error });
    const timer = setTimeout(() => {
      this.#retries.delete(task);
      this.#enqueue(task);
      this.#pump();
    }, delayMs);
    this.#retries.set(task, timer);
  }

  /** Inputs turned out damaged when they were read: they are made again first. */
  #remake(task: Task, damaged: Awaited<ReturnType<InputVerifier['verify']>>['damaged']): void {
    this.#unlock(task);
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

  #finished(task: Task, entry: ActionEntry, shared: boolean): void {
    const { index, emit } = this.#scope;
    const { key } = task.resolved!;
    const previousKey = index.get('instance', task.instance.id);
    const previous = previousKey === undefined ? undefined : this.#scope.previousOutput(task.instance.id);
    const { output, metrics, durationMs, files, sizeBytes } = entry;
    const changed = previous !== output;
    if (previousKey === key && changed && previous !== undefined) {
      emit({ type: 'output-differs', ...named(task), key, before: previous, after: output });
    }
    emit({
      type: 'instance-finished',
      ...named(task),
      key,
      output,
      metrics,
      durationMs,
      files,
      sizeBytes,
      changed,
      shared,
    });
    this.#settle(task, entry);
  }

  #settle(task: Task, entry: ActionEntry): void {
    const { index } = this.#scope;
    const first = task.mustRun?.some(({ kind }) => kind === 'dropped-output') !== true;
    task.state = 'done';
    task.entry = entry;
    delete task.mustRun;
    if (index.get('instance', task.instance.id) !== task.resolved!.key)
      index.set('instance', task.instance.id, task.resolved!.key);
    for (const waiter of task.waiters) {
      waiter.waiting--;
      if (waiter.waiting === 0 && waiter.state === 'waiting') this.#considered.push(waiter);
    }
    task.waiters.clear();
    if (first) for (const upstream of task.upstream) upstream.open--;
    this.#tellProgress();
  }

  #fail(task: Task, error: ErrorReport): void {
    const { cache, options, emit } = this.#scope;
    task.state = 'failed';
    const log = task.resolved && logPath(cache, task.instance.stage, task.instance.id, task.resolved.key);
    const there = log !== undefined && existsSync(log);
    emit({
      type: 'instance-failed',
      ...named(task),
      error,
      ...(there && { log }),
      logTail: there ? logTail(log, TAIL_LINES) : [],
      rerun: rerunCommand(task.instance.id),
    });
    if (options.keepGoing !== true) this.#stop();
    const below = [...task.waiters];
    for (let next = below.pop(); next; next = below.pop()) {
      if (next.state !== 'waiting') continue;
      next.state = 'skipped';
      emit({
        type: 'instance-skipped',
        ...named(next),
        because: 'upstream-failed',
        upstream: task.instance.id,
      });
      below.push(...next.waiters);
    }
  }

  #waitForLock(task: Task): void {
    task.state = 'locked';
    this.#locked.add(task);
    this.#lockTimer ??= setInterval(() => {
      for (const waiting of this.#locked) {
        const owner = lockOwner(this.#scope.cache, waiting.resolved!.key);
        if (owner && isAlive(this.#scope.cache, owner)) continue;
        this.#locked.delete(waiting);
        this.#queue.add(waiting);
      }
      this.#pump();
    }, LOCK_POLL_MS);
  }

  #unlock(task: Task): void {
    if (!task.locked) return;
    task.locked = false;
    releaseLock(this.#scope.cache, task.resolved!.key);
  }

  #dropAll(): void {
    for (const task of this.#tasks.values()) {
      if (task.instance.temporary && task.open === 0 && task.state === 'done')
        dropTemporary(this.#scope, task);
    }
  }

  #tellHit(task: Task, { output, metrics, durationMs }: ActionEntry): void {
    this.#scope.emit({
      type: 'instance-hit',
      ...named(task),
      key: task.resolved!.key,
      output,
      metrics,
      durationMs,
    });
  }

  #tellProgress(): void {
    const now = performance.now();
    if (now - this.#progressMs < PROGRESS_MS) return;
    this.#progressMs = now;
    const tasks = [...this.#tasks.values()];
    const left = tasks.filter(({ state }) => !['done', 'failed', 'skipped'].includes(state));
    const remaining = remainingMs(
      left.map((task) => ({ threads: task.threads, expectedMs: leftOf(task, now) })),
      this.#capacity.threads,
    );
    this.#scope.emit({
      type: 'run-progress',
      done: tasks.filter(({ state }) => state === 'done').length,
      total: tasks.length,
      running: this.#running.size,
      failed: tasks.filter(({ state }) => state === 'failed').length,
      ...(remaining !== undefined && { remainingMs: remaining }),
    });
  }
}

/** What is expected to be left of a task: by its own progress once that says something, else by what it took before. */
function leftOf({ state, startedMs, fraction, expectedMs }: Task, now: number): number | undefined {
  if (state !== 'running' || startedMs === undefined) return expectedMs;
  const elapsed = now - startedMs;
  if (fraction !== undefined && fraction > 0.05) return (elapsed * (1 - fraction)) / fraction;
  return expectedMs === undefined ? undefined : Math.max(0, expectedMs - elapsed);
}

function named({ instance }: Task): { instance: string; stage: string } {
  return { instance: instance.id, stage: instance.stage };
}
