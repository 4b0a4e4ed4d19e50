import type { ActionEntry } from '../../cache/actions/action-index.ts';
import type { Instance } from '../../pipeline/plan/plan.ts';
import type { Demand, Room } from './waiting/ready-queue.ts';
import type { Reason } from '../survey/reason.ts';
import type { Resolved } from '../survey/instance-key.ts';
import type { Finding } from '../survey/survey.ts';

/**
 * An instance on its way through a run.
 * waiting: for upstream; ready: in the queue; locked: another process computes it; following: another instance of this run
 * has the same key; running: an executor has it; backing-off: before a retry; done; failed; interrupted; skipped.
 */
export type TaskState =
  | 'waiting'
  | 'ready'
  | 'locked'
  | 'following'
  | 'running'
  | 'backing-off'
  | 'done'
  | 'failed'
  | 'interrupted'
  | 'skipped';

const OVER: ReadonlySet<TaskState> = new Set(['done', 'failed', 'interrupted', 'skipped']);

/** The scheduler's view of an instance, with all the steps that it can take from one state to the next. */
export class Task implements Demand {
  readonly instance: Instance;
  readonly threads: number;
  readonly memoryBytes: number;
  /** It runs as a job of a cluster, and takes no room of this machine. */
  readonly inCluster: boolean;
  readonly expectedMs: number | undefined;
  priority = 0;
  /** It says that it comes first, or something that does so needs it. */
  early = false;
  readonly upstream: Task[] = [];
  readonly dependents: Task[] = [];
  /** Who waits for this task to be done: its dependents, and later those that need its output again. */
  readonly waiters = new Set<Task>();
  /** Ids of the instances that still need the output; a temporary output may go when there are none. */
  readonly open = new Set<string>();
  /** What the survey found, until it is acted on. */
  finding: Exclude<Finding, { state: 'pending' }> | undefined;
  /** Known once everything upstream is done. */
  resolved: Resolved | undefined;
  /** Why it has to run although a record may be there (forced, damage, dropped output). */
  mustRun: Reason[] | undefined;
  /** Stale was said already. */
  announced = false;
  /** This process holds the lock of the action. */
  locked = false;
  fraction: number | undefined;
  #queued = false;
  #state: TaskState = 'waiting';
  #waiting = 0;
  #attempt = 1;
  #entry: ActionEntry | undefined;
  #startedMs: number | undefined;

  constructor(instance: Instance, room: Room, expectedMs: number | undefined) {
    this.instance = instance;
    this.inCluster = instance.executor === 'slurm';
    // What asks for more than there is gets everything.
    this.threads = this.inCluster ? 0 : Math.min(instance.threads, room.threads);
    this.memoryBytes = this.inCluster ? 0 : Math.min(instance.memoryBytes ?? 0, room.memoryBytes);
    this.expectedMs = expectedMs;
  }

  get state(): TaskState {
    return this.#state;
  }

  /** Number of upstream tasks that are not done. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Number of the attempt that runs, or runs next; the first is 1. */
  get attempt(): number {
    return this.#attempt;
  }

  /** Once done. */
  get entry(): ActionEntry | undefined {
    return this.#entry;
  }

  /** It is a job of a cluster that has not started there. */
  get isQueued(): boolean {
    return this.#state === 'running' && this.#queued;
  }

  get startedMs(): number | undefined {
    return this.#startedMs;
  }

  /** It has an end, good or bad. */
  get isOver(): boolean {
    return OVER.has(this.#state);
  }

  /** It waits, and everything upstream is done. */
  get isFree(): boolean {
    return this.#state === 'waiting' && this.#waiting === 0;
  }

  /** Waits for the upstream tasks that are not done; false where all are. */
  waitForUpstream(): boolean {
    const missing = this.upstream.filter(({ state }) => state !== 'done');
    this.#waiting = missing.length;
    this.#state = 'waiting';
    for (const upstream of missing) upstream.waiters.add(this);
    return missing.length > 0;
  }

  ready(): void {
    this.#state = 'ready';
  }

  /** Another process holds the lock; false where that was so before. */
  waitForLock(): boolean {
    const isNew = this.#state !== 'locked';
    this.#state = 'locked';
    return isNew;
  }

  /** Another task of this run computes the same action. */
  follow(): void {
    this.#state = 'following';
  }

  /** The task that this one followed is over: look again. */
  lookAgain(): void {
    this.#state = 'waiting';
  }

  /** An executor gets it. */
  start(): void {
    this.#state = 'running';
    this.begin();
    this.#queued = this.inCluster;
  }

  /** It waits in the queue of a cluster. */
  queue(): void {
    this.#queued = true;
    this.fraction = undefined;
  }

  /** The stage itself begins. */
  begin(): void {
    this.#queued = false;
    this.#startedMs = performance.now();
    this.fraction = undefined;
  }

  /** An attempt failed, and another one follows. */
  backOff(): void {
    this.#state = 'backing-off';
    this.#attempt++;
  }

  /** Takes the result; gives the tasks that wait for nothing else any more. */
  finish(entry: ActionEntry): Task[] {
    this.#state = 'done';
    this.#entry = entry;
    this.mustRun = undefined;
    const free: Task[] = [];
    for (const waiter of this.waiters) {
      waiter.#waiting--;
      if (waiter.isFree) free.push(waiter);
    }
    this.waiters.clear();
    return free;
  }

  /** What waits for this task, and what waits for that. */
  waitingBelow(): Set<Task> {
    const found = new Set<Task>();
    const open = [...this.waiters];
    for (let task = open.pop(); task; task = open.pop()) {
      if (task.state !== 'waiting' || found.has(task)) continue;
      found.add(task);
      for (const waiter of task.waiters) open.push(waiter);
    }
    return found;
  }

  fail(): void {
    this.#state = 'failed';
  }

  interrupt(): void {
    this.#state = 'interrupted';
  }

  skip(): void {
    this.#state = 'skipped';
  }

  /** Its output is needed and not there, or damaged: a task that is done has to run after all. False where it is not done. */
  reopen(reasons: Reason[]): boolean {
    if (this.#state !== 'done') return false;
    this.#state = 'waiting';
    this.#entry = undefined;
    this.#attempt = 1;
    this.mustRun = reasons;
    this.announced = false;
    return true;
  }
}
