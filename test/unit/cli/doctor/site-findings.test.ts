import { describe, expect, it } from 'vitest';
import {
  siteFindings,
  wantedPartition,
  type ClusterNeeds,
} from '../../../../src/cli/doctor/site-findings.ts';
import type { Site } from '../../../../src/execution/site/read-site.ts';

const site: Site = {
  cluster: 'eos',
  version: '22.05.8',
  maxArraySize: 1001,
  maxJobs: 10_000,
  minJobAgeMs: 300_000,
  accounting: true,
  processes: 'cgroup',
  memory: 'cgroup',
  partitions: [
    {
      name: 'main',
      standard: true,
      available: 'up',
      timeMs: 3_600_000,
      nodes: { allocated: 1, idle: 2, other: 0, total: 3 },
      cpus: 4,
      memoryBytes: 2e9,
    },
    {
      name: 'gpu',
      standard: false,
      available: 'down',
      nodes: { allocated: 0, idle: 0, other: 1, total: 1 },
      cpus: 64,
      memoryBytes: 256e9,
      gres: 'gpu:a100:4',
    },
  ],
};

const faultsOf = (wanted: ClusterNeeds, of = site): string[] =>
  siteFindings(of, wanted).flatMap(({ state, text, hint }) =>
    state === 'fault' ? [`${text} | ${hint!}`] : [],
  );

describe('siteFindings', () => {
  it('tells of the cluster, its partitions, and how jobs are kept', () => {
    expect(
      siteFindings(site, { asked: [] }).map(({ about, state, text }) => `${state} ${about}: ${text}`),
    ).toEqual([
      'ok Slurm: cluster eos, version 22.05.8; arrays of up to 1000 tasks, 10000 jobs in all',
      'ok partition: main (default): up to 1h00m; 2 of 3 nodes idle, each 4 CPUs, 2.0 GB',
      'ok partition: gpu: no time limit; 0 of 1 nodes idle, each 64 CPUs, 256 GB, gpu:a100:4; it is down',
      'ok accounting: sacct answers',
      'ok memory: jobs are kept to what they asked for by the kernel (cgroup)',
      'ok processes: Slurm ends all that a job has started (cgroup)',
    ]);
  });

  it('remarks what a run copes with: no accounting, no control groups', () => {
    const plain = siteFindings(
      { ...site, accounting: false, memory: 'sampled', processes: 'linuxproc' },
      { asked: [] },
    );
    expect(plain.filter(({ state }) => state === 'remark').map(({ text }) => text)).toEqual([
      'none: why a job ended is known for 5m00s, and after that from its log alone',
      'jobs are kept to what they asked for by samples: a short peak may pass',
      'what a job leaves running may outlive it (proctrack/linuxproc)',
    ]);
    const loose = siteFindings({ ...site, memory: 'not' }, { asked: [] });
    expect(loose.find(({ about }) => about === 'memory')).toMatchObject({ state: 'remark' });
  });

  it('names a partition that is not there, closed, or has no default', () => {
    expect(faultsOf({ partition: 'nope', asked: [] })).toEqual([
      'there is no partition nope | Name one in pipeline.yaml (executors: { slurm: { partition: … } }): main, gpu.',
    ]);
    expect(faultsOf({ partition: 'gpu', asked: [] })).toEqual([
      'gpu is down | Wait, or name another one in pipeline.yaml: main, gpu.',
    ]);
    expect(faultsOf({ asked: [] }, { ...site, partitions: site.partitions.slice(1) })).toEqual([
      'this cluster has no default partition | Name one in pipeline.yaml (executors: { slurm: { partition: … } }): gpu.',
    ]);
  });

  it('names what asks for more than the partition gives', () => {
    const asked = [
      { by: 'executors.slurm', timeMs: 7_200_000 },
      { by: 'train', memoryBytes: 3e9, cpus: 8 },
    ];
    expect(faultsOf({ asked })).toEqual([
      'executors.slurm asks for 2h00m, and main gives 1h00m: such a job may be accepted and never start | Ask for less time, or name a partition that gives it.',
      'train asks for 3.0 GB, and main gives 2.0 GB on its smallest node: such a job may be accepted and never start | Ask for less memory, or name a partition that gives it.',
      'train asks for 8 threads, and main gives 4 CPUs on its smallest node: such a job may be accepted and never start | Ask for less threads, or name a partition that gives it.',
    ]);
  });
});

describe('wantedPartition', () => {
  it('is the one that is named, or the default', () => {
    expect(wantedPartition(site, { asked: [] })?.name).toBe('main');
    expect(wantedPartition(site, { partition: 'gpu', asked: [] })?.name).toBe('gpu');
    expect(wantedPartition(site, { partition: 'x', asked: [] })).toBeUndefined();
  });
});
