import type { Digest } from '../../cache/files/digest.ts';
import type { Problem } from '../../cache/outputs/output-check.ts';
import type { Reason } from '../survey/reason.ts';
import { repairOutput } from '../survey/repair.ts';
import type { Run } from '../survey/run.ts';
import type { Task } from './task.ts';

/**
 * Moves inputs of a task away that were found damaged: who reads them next finds them gone, and has them made again. Gives what has made them,
 * with the reason to make them again.
 */
export function putAside(
  { cache, emit }: Run,
  task: Task,
  damaged: ReadonlyMap<Digest, Problem[]>,
): { upstream: Task; reasons: Reason[] }[] {
  return task.upstream.flatMap((upstream) => {
    const output = upstream.entry?.output;
    const problems = output && damaged.get(output);
    if (!problems) return [];
    repairOutput(cache, upstream.instance.id, output, problems, emit);
    return [{ upstream, reasons: problems.map((problem) => ({ kind: 'damage' as const, ...problem })) }];
  });
}
