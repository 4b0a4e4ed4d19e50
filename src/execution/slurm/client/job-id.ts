/** The id of an array, or of a job that is none, in what `sbatch --parsable` prints (`11`, `11;cluster`); undefined for anything else. */
export function submittedId(stdout: string): string | undefined {
  // Sites wrap sbatch and let it say more before.
  const line = stdout.trim().split('\n').at(-1) ?? '';
  return /^(\d+)(?:;\S+)?$/.exec(line)?.[1] ?? /^Submitted batch job (\d+)/.exec(line)?.[1];
}

/** The tasks that a written id stands for: `19_4`, `19_[1,3-5%2]`; a job that is no array is its task 0. */
export function expandId(id: string): { job: string; task: number }[] {
  const [, job, single, several] = /^(\d+)(?:_(?:(\d+)|\[([\d,%-]+)\]))?$/.exec(id) ?? [];
  if (job === undefined) return [];
  if (single !== undefined) return [{ job, task: Number(single) }];
  if (several === undefined) return [{ job, task: 0 }];
  return several
    .replace(/%\d+$/, '')
    .split(',')
    .flatMap((range) => {
      const [first, last = first] = range.split('-').map(Number);
      return Array.from({ length: last! - first! + 1 }, (_, index) => ({ job, task: first! + index }));
    });
}
