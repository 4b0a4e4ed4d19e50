import { expandId } from './job-id.ts';

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

/** The name of a task among states. */
export function taskName(job: string, task: number): string {
  return `${job}_${task}`;
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
