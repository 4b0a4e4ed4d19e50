import type { JobState } from '../client/parse-states.ts';

/** What ended a job that left no result. */
export type EndClass =
  /** It used more memory than it was given. */
  | 'memory'
  /** It took longer than its time limit. */
  | 'time'
  /** Another job was more urgent. */
  | 'preempted'
  /** Its node failed, or could not start it. */
  | 'node'
  /** Somebody ended it with scancel. */
  | 'cancelled'
  /** The node could not even open its log. */
  | 'launch'
  /** Slurm knows nothing of it any more, and nothing was written. */
  | 'lost'
  /** The program for nodes ended by itself. */
  | 'program';

/** What Slurm writes into the log of a job: with cgroups the first, without them the second. */
const MEMORY = /oom-kill event|exceeded (?:job |step )?memory limit|out of memory handler/i;

const BY_STATE: ReadonlyMap<string, EndClass> = new Map([
  ['TIMEOUT', 'time'],
  ['DEADLINE', 'time'],
  ['PREEMPTED', 'preempted'],
  ['NODE_FAIL', 'node'],
  ['BOOT_FAIL', 'node'],
]);

/** Why a job ended: what it wrote says more than its state, which may say FAILED for anything. `said` is undefined where there is no log. */
export function classifyEnd(state: JobState | undefined, said: string | undefined): EndClass {
  if (state?.state === 'OUT_OF_MEMORY' || MEMORY.test(said ?? '')) return 'memory';
  const named = BY_STATE.get(state?.state ?? '');
  if (named !== undefined) return named;
  const ended = /\*\*\* (?:JOB|STEP) .* (?:CANCELLED|CANCELED) AT .*/i.exec(said ?? '')?.[0] ?? '';
  if (/DUE TO TIME LIMIT/i.test(ended)) return 'time';
  if (/DUE TO PREEMPTION/i.test(ended)) return 'preempted';
  if (/DUE TO NODE FAILURE/i.test(ended)) return 'node';
  if (state?.state === 'CANCELLED' || ended !== '') return 'cancelled';
  // The program for nodes ends by itself when it has saved the state, and Slurm calls that a failure.
  if (said?.includes('SIGUSR2: saving the state')) return 'time';
  if (said?.includes('SIGTERM: saving the state')) return 'cancelled';
  if (state === undefined) return 'lost';
  if (said === undefined) return 'launch';
  return 'program';
}
