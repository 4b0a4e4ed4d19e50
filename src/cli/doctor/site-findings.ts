import type { PartitionState, Site } from '../../execution/site/read-site.ts';
import { durationText } from '../../progress/duration-text.ts';
import { sizeText } from '../../progress/size-text.ts';
import { type Diagnosis, fine, inTheWay, remark } from './diagnosis.ts';

/** What is asked of the partition in which jobs are to run. */
export interface ClusterNeeds {
  /** Absent: the one that the cluster takes by itself. */
  partition?: string;
  /** Who asks for how much: `executors.slurm`, or the name of a stage. */
  asked: { by: string; timeMs?: number; memoryBytes?: number; cpus?: number }[];
}

/** What a Slurm says of itself, and whether it can give what is wanted. */
export function siteFindings(site: Site, wanted: ClusterNeeds): Diagnosis[] {
  const { cluster, version, maxArraySize, maxJobs } = site;
  return [
    fine(
      'Slurm',
      `cluster ${cluster}, version ${version}; arrays of up to ${maxArraySize - 1} tasks, ${maxJobs} jobs in all`,
    ),
    ...site.partitions.map((partition) => fine('partition', partitionText(partition))),
    ...partitionFaults(site, wanted),
    accountingOf(site),
    memoryOf(site),
    site.processes === 'cgroup'
      ? fine('processes', 'Slurm ends all that a job has started (cgroup)')
      : remark('processes', `what a job leaves running may outlive it (proctrack/${site.processes})`),
  ];
}

/** The partition that jobs would go to. */
export function wantedPartition(
  { partitions }: Site,
  { partition }: ClusterNeeds,
): PartitionState | undefined {
  return partitions.find(({ name, standard }) =>
    partition === undefined ? standard : partition.split(',').includes(name),
  );
}

function partitionText({
  name,
  standard,
  timeMs,
  nodes,
  cpus,
  memoryBytes,
  gres,
  available,
}: PartitionState): string {
  const limit = timeMs === undefined ? 'no time limit' : `up to ${durationText(timeMs)}`;
  const each = [`${cpus} CPUs`, sizeText(memoryBytes), ...(gres === undefined ? [] : [gres])].join(', ');
  const state = available === 'up' ? '' : `; it is ${available}`;
  return `${name}${standard ? ' (default)' : ''}: ${limit}; ${nodes.idle} of ${nodes.total} nodes idle, each ${each}${state}`;
}

function partitionFaults(site: Site, wanted: ClusterNeeds): Diagnosis[] {
  const partition = wantedPartition(site, wanted);
  const names = site.partitions.map(({ name }) => name).join(', ');
  if (partition === undefined) {
    const said =
      wanted.partition === undefined
        ? 'this cluster has no default partition'
        : `there is no partition ${wanted.partition}`;
    return [
      inTheWay(
        'partition',
        said,
        `Name one in pipeline.yaml (executors: { slurm: { partition: … } }): ${names}.`,
      ),
    ];
  }
  const { name, available, nodes } = partition;
  const working = nodes.idle + nodes.allocated;
  const closed =
    available !== 'up'
      ? `is ${available}`
      : working === 0
        ? `has no node that works (${nodes.total} do not)`
        : undefined;
  return [
    ...(closed === undefined
      ? []
      : [
          inTheWay('partition', `${name} ${closed}`, `Wait, or name another one in pipeline.yaml: ${names}.`),
        ]),
    ...wanted.asked.flatMap((asked) => limitFaults(partition, asked)),
  ];
}

function limitFaults(
  partition: PartitionState,
  { by, ...asked }: ClusterNeeds['asked'][number],
): Diagnosis[] {
  const { name, timeMs, memoryBytes, cpus } = partition;
  const faults: Diagnosis[] = [];
  const above = (what: string, given: string, limit: string): void => {
    const text = `${by} asks for ${given}, and ${name} gives ${limit}: such a job may be accepted and never start`;
    faults.push(inTheWay('partition', text, `Ask for less ${what}, or name a partition that gives it.`));
  };
  if (asked.timeMs !== undefined && timeMs !== undefined && asked.timeMs > timeMs)
    above('time', durationText(asked.timeMs), durationText(timeMs));
  if (asked.memoryBytes !== undefined && asked.memoryBytes > memoryBytes)
    above('memory', sizeText(asked.memoryBytes), `${sizeText(memoryBytes)} on its smallest node`);
  if (asked.cpus !== undefined && asked.cpus > cpus)
    above('threads', `${asked.cpus} threads`, `${cpus} CPUs on its smallest node`);
  return faults;
}

function accountingOf({ accounting, minJobAgeMs }: Site): Diagnosis {
  if (accounting) return fine('accounting', 'sacct answers');
  const text = `none: why a job ended is known for ${durationText(minJobAgeMs)}, and after that from its log alone`;
  return remark('accounting', text);
}

function memoryOf({ memory }: Site): Diagnosis {
  switch (memory) {
    case 'cgroup':
      return fine('memory', 'jobs are kept to what they asked for by the kernel (cgroup)');
    case 'sampled':
      return remark('memory', 'jobs are kept to what they asked for by samples: a short peak may pass');
    case 'not':
      return remark(
        'memory',
        'jobs are not kept to what they asked for: one that takes more takes it from others',
      );
  }
}
