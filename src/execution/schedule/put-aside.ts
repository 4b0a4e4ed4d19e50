import type { Digest } from '../../cache/files/digest.ts';
import type { Problem } from '../../cache/outputs/output-check.ts';
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
