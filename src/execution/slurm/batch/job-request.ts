import { present } from '../../../present.ts';
import type { Attempt } from '../../executor.ts';
import type { SlurmSettings } from '../../../pipeline/plan/slurm-settings.ts';
import { slurmMinutes } from '../client/slurm-time.ts';

/** What the tasks of a batch ask of the cluster: all the same. */
export interface JobRequest {
  threads: number;
  memoryBytes?: number;
  timeMs?: number;
  gpus?: number;
  partition?: string;
  /** Nodes on which an earlier attempt came to grief. */
  exclude: string[];
}

/** What the process that watches the stage, and the one that it runs in, need themselves: 210 MB where the stage needs nothing. */
const OWN_BYTES = 256 * 2 ** 20;

const MEBIBYTE = 2 ** 20;

/** How long before its time limit a job is told of it: Slurm tells up to a minute earlier. */
const NOTICE = { leastSeconds: 30, mostSeconds: 300, share: 0.1 };

/** Where a batch lies, and how many tasks it has. */
export interface Submission {
  name: string;
  script: string;
  /** With `%a` where the number of the task goes. */
  output: string;
  folder: string;
  /** Tasks of the array; 1 without arrays. */
  tasks: number;
  /** How many of them may run at the same time. */
  atOnce?: number;
}

/** The arguments of sbatch for a batch. */
export function sbatchArguments(
  request: JobRequest,
  { account, qos, constraint, gres, arrays, extra }: SlurmSettings,
  { name, script, output, folder, tasks, atOnce }: Submission,
): string[] {
  const { threads, memoryBytes, timeMs, gpus, partition, exclude } = request;
  const limit = atOnce !== undefined && atOnce < tasks ? `%${atOnce}` : '';
  const gpuText = gres === undefined && gpus !== undefined ? `gpu:${gpus}` : gres;
  const given: [option: string, value: string | number | undefined][] = [
    ['job-name', name],
    ['array', arrays ? `0-${tasks - 1}${limit}` : undefined],
    ['output', output],
    ['chdir', folder],
    ['partition', partition],
    ['account', account],
    ['qos', qos],
    ['constraint', constraint],
    ['gres', gpuText],
    ['nodes', 1],
    ['ntasks', 1],
    ['cpus-per-task', threads],
    ['mem', memoryBytes === undefined ? undefined : `${Math.ceil((memoryBytes + OWN_BYTES) / MEBIBYTE)}M`],
    ['time', timeMs === undefined ? undefined : slurmMinutes(timeMs)],
    ['signal', `B:USR2@${noticeSeconds(timeMs)}`],
    ['exclude', exclude.length === 0 ? undefined : exclude.join(',')],
  ];
  return [
    '--parsable',
    // Slurm's own requeue waits for two minutes; the executor does it at once, and elsewhere.
    '--no-requeue',
    '--open-mode=append',
    ...given.flatMap(([option, value]) => (value === undefined ? [] : [`--${option}=${value}`])),
    ...extra,
    script,
  ];
}

function noticeSeconds(timeMs: number | undefined): number {
  const { leastSeconds, mostSeconds, share } = NOTICE;
  if (timeMs === undefined) return 2 * leastSeconds;
  return Math.round(Math.min(mostSeconds, Math.max(leastSeconds, (share * timeMs) / 1000)));
}

/** Time for a stage to end by its own timeout before the cluster ends it. */
const BEYOND_TIMEOUT_MS = 60_000;

/** What an attempt asks of the cluster: what its stage says, else what is said for all. */
export function requestOf(
  { resources, timeoutMs }: Pick<Attempt, 'resources' | 'timeoutMs'>,
  settings: SlurmSettings,
): JobRequest {
  const { threads, gpus, network } = resources;
  const ownTimeMs = timeoutMs === undefined ? undefined : timeoutMs + BEYOND_TIMEOUT_MS;
  return {
    threads,
    ...present({
      memoryBytes: resources.memoryBytes ?? settings.memoryBytes,
      timeMs: resources.timeMs ?? ownTimeMs ?? settings.timeMs,
      gpus,
      partition: network === true ? (settings.networkPartition ?? settings.partition) : settings.partition,
    }),
    exclude: [],
  };
}
