import type { Task } from '../schedule/task.ts';

/**
 * The tasks to run again: up to so many of each stage, the last of the plan first. Only what is up to date can be compared, and only
 * where its output and its inputs are still in the cache (a temporary output may be gone).
 * @param targets - instance ids to choose from; all where absent
 */
export function chooseTasks(
  tasks: readonly Task[],
  targets: readonly string[] | undefined,
  perStage: number,
): Task[] {
  const wanted = targets && new Set(targets);
  const taken = new Map<string, number>();
  return [...tasks].reverse().filter((task) => {
    const { id, stage } = task.instance;
    const isThere = [task, ...task.upstream].every(({ entry }) => entry !== undefined && !entry.dropped);
    const count = taken.get(stage) ?? 0;
    if (!isThere || count >= perStage || wanted?.has(id) === false) return false;
    taken.set(stage, count + 1);
    return true;
  });
}
