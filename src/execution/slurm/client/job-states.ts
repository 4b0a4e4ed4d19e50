import { type JobState, type JobStates, parseAccounting, parseQueue } from './parse-states.ts';
import { slurmCommand } from './slurm-command.ts';

/** After these nothing of the job runs any more. Words that are not known are taken for a job that is still there. */
const ENDED = new Set([
  'COMPLETED',
  'FAILED',
  'CANCELLED',
  'TIMEOUT',
  'OUT_OF_MEMORY',
  'NODE_FAIL',
  'BOOT_FAIL',
  'PREEMPTED',
  'DEADLINE',
  'REVOKED',
]);

/** Whether nothing of the job runs any more. */
export function hasEnded({ state }: JobState): boolean {
  return ENDED.has(state);
}

/** What no time will change. A job that somebody holds may be let go. */
const NEVER = /^(PartitionTimeLimit|PartitionNodeLimit|BadConstraints|DependencyNeverSatisfied)$/;

/** Whether a waiting job will wait for ever, unless somebody does something. */
export function waitsForEver(job: JobState | undefined): boolean {
  return job?.state === 'PENDING' && NEVER.test(job.reason ?? '');
}

/** What the queue says about the jobs of these names; undefined where it does not answer. */
export async function queuedStates(names: readonly string[]): Promise<JobStates | undefined> {
  const list = names.join(',');
  const said = await slurmCommand('squeue', [
    '--noheader',
    '--array',
    '--states=all',
    `--name=${list}`,
    '--format=%i|%T|%N|%r',
  ]);
  return said.exitCode === 0 ? parseQueue(said.stdout) : undefined;
}

/**
 * What the accounting says about these jobs; undefined where it does not answer. It is asked for their names too: a controller that lost
 * its state gives a number to another job.
 */
export async function accountedStates(
  jobs: readonly { job: string; name: string }[],
): Promise<JobStates | undefined> {
  const said = await slurmCommand('sacct', [
    '--allocations',
    '--parsable2',
    '--noheader',
    `--jobs=${jobs.map(({ job }) => job).join(',')}`,
    `--name=${jobs.map(({ name }) => name).join(',')}`,
    '--format=JobID,State,ExitCode,NodeList',
  ]);
  return said.exitCode === 0 ? parseAccounting(said.stdout) : undefined;
}
