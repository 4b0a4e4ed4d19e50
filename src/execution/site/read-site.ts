import { present } from '../../present.ts';
import { complaintOf, type Said, slurmCommand } from '../slurm/client/slurm-command.ts';
import { slurmTimeMs } from '../slurm/client/slurm-time.ts';

/** A partition: a queue with its nodes and limits. */
export interface PartitionState {
  name: string;
  /** Jobs that name no partition go here. */
  standard: boolean;
  /** Its word for whether it takes jobs: `up`, `down`, `drain`, `inact`. */
  available: string;
  /** Longest time of a job; absent: no limit. */
  timeMs?: number;
  nodes: { allocated: number; idle: number; other: number; total: number };
  /** Of the smallest node. */
  cpus: number;
  memoryBytes: number;
  /** Generic resources, such as `gpu:a100:4`; absent: none. */
  gres?: string;
}

/** What a Slurm says of itself. */
export interface Site {
  cluster: string;
  version: string;
  maxArraySize: number;
  maxJobs: number;
  /** How long squeue remembers a job that has ended. */
  minJobAgeMs: number;
  /** sacct answers. */
  accounting: boolean;
  /** How processes of a job are found: `cgroup`, or by /proc, where one that leaves its session can get away. */
  processes: string;
  /** How a job is kept to its memory: by the kernel, by samples, not at all. */
  memory: 'cgroup' | 'sampled' | 'not';
  partitions: PartitionState[];
}

/** Why nothing can be asked, and what to do about it. */
export interface NoSite {
  problem: string;
  hint: string;
}

/** Asks the Slurm of this machine about itself; says what is wrong where there is none, or its controller does not answer. */
export async function readSite(): Promise<Site | NoSite> {
  const shown = await slurmCommand('scontrol', ['show', 'config']);
  if (shown.exitCode !== 0) return noSite('scontrol show config', shown);
  const listed = await slurmCommand('sinfo', ['-h', '-o', '%P|%a|%l|%F|%c|%m|%G']);
  if (listed.exitCode !== 0) return noSite('sinfo', listed);
  const accounting = await slurmCommand('sacct', ['-X', '-n', '-P', '-o', 'JobID']);
  const config = configOf(shown.stdout);
  return {
    cluster: config['ClusterName'] ?? 'unknown',
    version: config['SLURM_VERSION'] ?? 'unknown',
    maxArraySize: Number(config['MaxArraySize'] ?? 1001),
    maxJobs: Number(config['MaxJobCount'] ?? 10_000),
    minJobAgeMs: 1000 * Number.parseInt(config['MinJobAge'] ?? '300', 10),
    accounting: accounting.exitCode === 0,
    processes: (config['ProctrackType'] ?? 'unknown').replace('proctrack/', ''),
    memory: memoryOf(config),
    partitions: listed.stdout.split('\n').flatMap(parsePartition),
  };
}

function noSite(command: string, said: Said): NoSite {
  const login = 'Run this on a login node of the cluster; some sites need "module load slurm" first.';
  if (said.missing === true)
    return { problem: `there is no Slurm here: ${command} is not found`, hint: login };
  const complaint = complaintOf(said);
  if (complaint.includes('configuration source'))
    return {
      problem: `Slurm is installed here, but belongs to no cluster (${command}: ${complaint})`,
      hint: login,
    };
  return {
    problem: `Slurm does not answer (${command}: ${complaint})`,
    hint: 'Its controller may be down for a moment: try again; if it stays so, ask the people who run the cluster.',
  };
}

function configOf(text: string): Record<string, string> {
  const lines = text.split('\n').map((line) => /^(\S+)\s*= (.*)$/.exec(line));
  return Object.fromEntries(lines.flatMap((line) => (line === null ? [] : [[line[1]!, line[2]!.trim()]])));
}

/** What cgroup.conf constrains is not told by the older versions; the probe looks at the limit itself. */
function memoryOf(config: Readonly<Record<string, string>>): Site['memory'] {
  if (config['TaskPlugin']?.includes('cgroup') === true) return 'cgroup';
  return config['JobAcctGatherParams']?.includes('OverMemoryKill') === true ? 'sampled' : 'not';
}

/** One line of sinfo; values that differ between the nodes are their least, with a plus. */
function parsePartition(line: string): PartitionState[] {
  const [name, available, limit, states, cpus, memory, gres] = line.split('|');
  if (name === undefined || gres === undefined) return [];
  const [allocated = 0, idle = 0, other = 0, total = 0] = states!.split('/').map(Number);
  return [
    {
      name: name.replace(/\*$/, ''),
      standard: name.endsWith('*'),
      available: available!,
      ...present({ timeMs: slurmTimeMs(limit!) }),
      nodes: { allocated, idle, other, total },
      cpus: Number.parseInt(cpus!, 10),
      memoryBytes: Number.parseInt(memory!, 10) * 2 ** 20,
      ...(gres !== '(null)' && { gres }),
    },
  ];
}
