import { expandId } from './job-id.ts';
import { slurmCommand } from './slurm-command.ts';

/** What Slurm says about a task of a job. */
export interface JobState {
  /** In Slurm's words, without what may follow: `CANCELLED by 0` is `CANCELLED`. */
  state: string;
  /** Why it waits, or how it ended. */
  reason?: string;
  /** Exit code and signal, as `0:9`. */
  exitCode?: string;
  node?: string;
}

/** States from `JOB_TASK`. */
export type JobStates = Map<string, JobState>;

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

/** The name of a task among states. */
export function taskName(job: string, task: number): string {
  return `${job}_${task}`;
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

/** Reads lines of `%i|%T|%N|%r`. */
export function parseQueue(text: string): JobStates {
  const states: JobStates = new Map();
  for (const line of text.split('\n')) {
    const [id = '', state = '', node = '', ...reason] = line.trim().split('|');
    for (const { job, task } of expandId(id))
      states.set(taskName(job, task), {
        state: firstWord(state),
        ...(node !== '' && { node }),
        ...(reason.length > 0 && reason[0] !== 'None' && { reason: reason.join('|') }),
      });
  }
  return states;
}

/** What the accounting says about these jobs; undefined where it does not answer. */
export async function accountedStates(jobs: readonly string[]): Promise<JobStates | undefined> {
  const said = await slurmCommand('sacct', [
    '--allocations',
    '--parsable2',
    '--noheader',
    `--jobs=${jobs.join(',')}`,
    '--format=JobID,State,ExitCode,NodeList',
  ]);
  return said.exitCode === 0 ? parseAccounting(said.stdout) : undefined;
}

/** Reads lines of `JobID|State|ExitCode|NodeList`. */
export function parseAccounting(text: string): JobStates {
  const states: JobStates = new Map();
  for (const line of text.split('\n')) {
    const [id = '', state = '', exitCode = '', node = ''] = line.trim().split('|');
    for (const { job, task } of expandId(id))
      states.set(taskName(job, task), {
        state: firstWord(state),
        ...(exitCode !== '' && { exitCode }),
        ...(node !== '' && node !== 'None assigned' && { node }),
      });
  }
  return states;
}

function firstWord(state: string): string {
  return state.split(' ')[0]!;
}
