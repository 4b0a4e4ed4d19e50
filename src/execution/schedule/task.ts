import type { ActionEntry } from '../../cache/actions/action-index.ts';
import type { Instance } from '../../pipeline/plan.ts';
import type { Estimates } from './estimate.ts';
import type { Demand } from './ready-queue.ts';
import type { Reason } from '../survey/reason.ts';
import type { Resolved } from '../survey/instance-key.ts';
import type { Finding } from '../survey/survey.ts';

/**
 * An instance on its way through a run.
 * waiting: for upstream; ready: in the queue; locked: another process computes it; following: another instance of this run
 * has the same key; running; backing-off: before a retry; done; failed; interrupted; skipped.
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

/** The scheduler's view of an instance. */
export interface Task extends Demand {
  readonly instance: Instance;
  readonly upstream: Task[];
  readonly dependents: Task[];
  /** Who waits for this task to be done: its dependents, and later those that need its output again. */
  waiters: Set<Task>;
  /** Number of upstream tasks that are not done. */
  waiting: number;
  state: TaskState;
  /** Known once everything upstream is done. */
  resolved?: Resolved;
  /** Why it has to run although a record may be there (forced, damage, dropped output). */
  mustRun?: Reason[];
  /** Dependents that are not done; a temporary output may go when there are none. */
  open: Set<unknown>;
  /** What the survey found, until it is acted on. */
  finding?: Exclude<Finding, { state: 'pending' }>;
  /** Stale was said already. */
  announced: boolean;
  attempt: number;
  /** This process holds the lock of the action. */
  locked: boolean;
  /** Once done. */
  entry?: ActionEntry;
  startedMs?: number;
  expectedMs?: number;
  fraction?: number;
}

/** How much of the machine there is. */
export interface Capacity {
  threads: number;
  memoryBytes: number;
}

/** The tasks of a run, in the order of the plan, with what the survey found about them. */
export function buildTasks(
  instances: readonly Instance[],
  findings: ReadonlyMap<string, Finding>,
  estimates: Estimates,
  capacity: Capacity,
): Map<string, Task> {
  const tasks = new Map<string, Task>();
  for (const instance of instances) {
    const expectedMs = estimates.expectedMs(instance);
    const task: Task = {
      instance,
      upstream: [],
      dependents: [],
      waiters: new Set(),
      waiting: 0,
      open: new Set(),
      state: 'waiting',
      announced: false,
      attempt: 1,
      locked: false,
      // What asks for more than there is gets everything.
      threads: Math.min(instance.threads, capacity.threads),
      memoryBytes: Math.min(instance.memoryBytes ?? 0, capacity.memoryBytes),
      priority: 0,
      ...(expectedMs !== undefined && { expectedMs }),
    };
    for (const id of upstreamIds(instance)) {
      const upstream = tasks.get(id)!;
      task.upstream.push(upstream);
      upstream.dependents.push(task);
    }
    tasks.set(instance.id, task);
    const finding = findings.get(instance.id)!;
    if (finding.state === 'hit') {
      task.state = 'done';
      task.entry = finding.entry;
      task.resolved = finding.resolved;
    } else if (finding.state === 'stale') {
      task.finding = finding;
    }
  }
  for (const task of tasks.values()) {
    for (const upstream of task.upstream) {
      if (task.state === 'done') continue;
      upstream.open.add(task);
      if (upstream.state === 'done') continue;
      upstream.waiters.add(task);
      task.waiting++;
    }
  }
  // Longest path to the end, from the last task backwards.
  for (const task of [...tasks.values()].reverse()) {
    const below = task.dependents.reduce((longest, { priority }) => Math.max(longest, priority), 0);
    task.priority = below + (task.expectedMs ?? 1);
  }
  return tasks;
}

/** Ids of the instances that an instance needs, each once. */
export function upstreamIds(instance: Instance): Set<string> {
  return new Set(
    Object.values(instance.needs).flatMap((need) => (need.kind === 'instances' ? need.ids : [])),
  );
}
