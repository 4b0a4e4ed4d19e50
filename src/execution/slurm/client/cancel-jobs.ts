import { slurmCommand } from './slurm-command.ts';

/** A call with more ids than this keeps the controller busy for too long. */
const MOST_IDS = 100;

/**
 * Asks Slurm to end jobs, or only those of their tasks that wait; that it says yes proves nothing.
 * @returns false where the controller did not answer
 */
export async function cancelJobs(jobs: readonly string[], only: 'all' | 'waiting' = 'all'): Promise<boolean> {
  let answered = true;
  for (let start = 0; start < jobs.length; start += MOST_IDS) {
    const some = jobs.slice(start, start + MOST_IDS);
    const state = only === 'waiting' ? ['--state=PENDING'] : [];
    const said = await slurmCommand('scancel', [...state, ...some]);
    answered &&= said.exitCode === 0;
  }
  return answered;
}
