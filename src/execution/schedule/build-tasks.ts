import type { Instance } from '../../pipeline/plan/plan.ts';
import { upstreamIds } from '../../pipeline/plan/upstream.ts';
import type { Finding } from '../survey/survey.ts';
import type { Estimates } from './estimate.ts';
import type { Room } from './waiting/ready-queue.ts';
import { Task } from './task.ts';

/** The tasks of a run, in the order of the plan, with what the survey found about them. */
export function buildTasks(
  instances: readonly Instance[],
  findings: ReadonlyMap<string, Finding>,
  estimates: Estimates,
  room: Room,
): Map<string, Task> {
  const tasks = new Map<string, Task>();
  for (const instance of instances) {
    const task = new Task(instance, room, estimates.expectedMs(instance));
    for (const id of upstreamIds(instance)) {
      const upstream = tasks.get(id)!;
      task.upstream.push(upstream);
      upstream.dependents.push(task);
    }
    tasks.set(instance.id, task);
    const finding = findings.get(instance.id)!;
    if (finding.state === 'hit') {
      task.resolved = finding.resolved;
      task.finish(finding.entry);
    } else if (finding.state === 'stale') {
      task.finding = finding;
    }
  }
  for (const task of tasks.values()) {
    if (task.state === 'done') continue;
    for (const upstream of task.upstream) upstream.open.add(task.instance.id);
    task.waitForUpstream();
  }
  // Longest path to the end, from the last task backwards.
  for (const task of [...tasks.values()].reverse()) {
    const below = task.dependents.reduce((longest, { priority }) => Math.max(longest, priority), 0);
    task.priority = below + (task.expectedMs ?? 1);
    task.early = task.instance.first === true || task.dependents.some(({ early }) => early);
  }
  return tasks;
}
