import type { ErrorReport } from '../../event.ts';
import type { EndClass } from './job-end.ts';

/** What an attempt asked for, and what came of the ones before. */
export interface Tried {
  memoryBytes?: number;
  timeMs?: number;
  /** Most that the partition allows. */
  maxTimeMs?: number;
  /** How often each class has ended an attempt, this one counted. */
  times: ReadonlyMap<EndClass, number>;
  /** The last attempt saved its state. */
  checkpoint: boolean;
  /** In the words of Slurm, and its number. */
  state: string;
  job: string;
  node?: string;
}

/** What follows an attempt that left no result. */
export interface NextAttempt {
  /** Of what ended it. */
  error: ErrorReport;
  /** Absent: no further attempt. */
  again?: { memoryBytes?: number; timeMs?: number; exclude?: string };
}

/** How often an attempt may end so before the instance fails; each is free, and no retry of the stage. */
const MOST: Readonly<Record<EndClass, number>> = {
  memory: 3,
  time: 2,
  preempted: 100,
  node: 5,
  cancelled: 3,
  launch: 2,
  lost: 3,
  program: 0,
};

/** A stage that saves its state may need as many slices as this. */
const MOST_SLICES = 1000;

/** More of it by attempt. */
const FACTOR = 2;

/** Where nobody said how much an instance needs, and the site gave it too little. */
const UNSAID_BYTES = 1e9;

/** What to do after an attempt that left no result: what came from outside is tried again, with more where it had too little. */
export function nextAttempt(end: EndClass, tried: Tried): NextAttempt {
  const error = errorOf(end, tried);
  const times = tried.times.get(end) ?? 1;
  if (end === 'time') {
    if (tried.checkpoint) return times <= MOST_SLICES ? { error, again: {} } : { error };
    const timeMs = tried.timeMs === undefined ? undefined : tried.timeMs * FACTOR;
    const tooMuch = timeMs === undefined || (tried.maxTimeMs !== undefined && timeMs > tried.maxTimeMs);
    return times > MOST.time || tooMuch ? { error } : { error, again: { timeMs } };
  }
  if (times > MOST[end]) return { error };
  if (end === 'memory')
    return { error, again: { memoryBytes: (tried.memoryBytes ?? UNSAID_BYTES / FACTOR) * FACTOR } };
  const leavesNode = end === 'node' || end === 'launch';
  return { error, again: leavesNode && tried.node !== undefined ? { exclude: tried.node } : {} };
}

function errorOf(end: EndClass, tried: Tried): ErrorReport {
  const { job, node, state, memoryBytes, timeMs } = tried;
  const where = `job ${job}${node === undefined ? '' : ` on ${node}`}`;
  switch (end) {
    case 'memory':
      return {
        code: 'stage-failed',
        message: `out of memory: ${where} used more than the ${
          memoryBytes === undefined ? 'memory' : `${Math.ceil(memoryBytes / 1e6)} MB`
        } that it was given`,
        hint: 'Give the stage "resources: { memory: … }".',
      };
    case 'time':
      return {
        code: 'stage-timeout',
        message: `${where} was ended at its time limit${
          timeMs === undefined ? '' : ` of ${Math.ceil(timeMs / 60_000)} min`
        }`,
        hint: tried.checkpoint
          ? 'Its state is saved: the next attempt goes on from there.'
          : 'Give the stage "resources: { time: … }".',
      };
    case 'preempted':
      return failed(`${where} was preempted by another job`);
    case 'node':
      return failed(`the node of ${where} failed (${state})`);
    case 'cancelled':
      return failed(`${where} was cancelled by somebody`, 'Somebody or something ended it with scancel.');
    case 'launch':
      return {
        code: 'stage-failed',
        message: `${where} could not be started: the node could not open its log in the folder of jobs of the cache`,
        hint: 'Every node has to see the project and the cache under the same path: "eos-pipeline doctor --executor slurm" checks that.',
      };
    case 'lost':
      return failed(`Slurm knows nothing of ${where} any more, and it left no result`);
    case 'program':
      return failed(
        `${where} ended (${state}) without a result`,
        'The end of the log says more. The nodes need this program and its Node under the same path: "eos-pipeline doctor --executor slurm" checks that.',
      );
  }
}

function failed(message: string, hint?: string): ErrorReport {
  return { code: 'stage-failed', message, ...(hint !== undefined && { hint }) };
}
