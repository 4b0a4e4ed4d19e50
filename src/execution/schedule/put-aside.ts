import type { Digest } from '../../cache/files/digest.ts';
import type { Problem } from '../../cache/outputs/output-check.ts';
import type { Reason } from '../survey/reason.ts';
import { repairOutput } from '../survey/repair.ts';
import type { Run } from '../survey/run.ts';
import type { Task } from './task.ts';

/** Moves inputs away that were damaged while a task ran: who reads them next finds them gone, and has them made again. */
export function putAside(
  { cache, emit }: Run,
  task: Task,
  damaged: readonly { output: Digest; problems: Problem[] }[],
): void {
  for (const { output, problems } of damaged) {
    const upstream = task.upstream.find(({ entry }) => entry?.output === output);
    if (upstream) repairOutput(cache, upstream.instance.id, output, problems, emit);
  }
}

/** Repairs what a task found damaged when it read its inputs; the tasks that have to make them again, and why. */
export function repairInputs(
  { cache, emit }: Run,
  task: Task,
  damaged: ReadonlyMap<Digest, Problem[]>,
): [upstream: Task, reasons: Reason[]][] {
  return task.upstream.flatMap((upstream): [Task, Reason[]][] => {
    const output = upstream.entry?.output;
    const problems = output && damaged.get(output);
    if (!problems) return [];
    repairOutput(cache, upstream.instance.id, output, problems, emit);
    return [[upstream, problems.map((problem) => ({ kind: 'damage', ...problem }))]];
  });
}
