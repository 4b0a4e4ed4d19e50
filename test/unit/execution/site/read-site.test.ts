import { describe, expect, it } from 'vitest';
import { readSite } from '../../../../src/execution/site/read-site.ts';
import { fakeCommands, onlyCommands } from '../../../fake-commands.ts';

/** As Slurm 22.05 prints it. */
const CONFIG = `Configuration data as of 2026-11-26T09:46:14
ClusterName             = eos
JobAcctGatherParams     = OverMemoryKill
MaxArraySize            = 1001
MaxJobCount             = 10000
MinJobAge               = 300 sec
ProctrackType           = proctrack/linuxproc
SLURM_VERSION           = 22.05.8
TaskPlugin              = task/none
`;

function site(changes: { config?: string; sinfo?: string; sacct?: string } = {}): void {
  const { config = CONFIG, sinfo = 'main*|up|infinite|1/2/0/3|4|2000|(null)', sacct = 'exit 1' } = changes;
  fakeCommands({
    scontrol: `cat <<'END'\n${config}\nEND`,
    sinfo: `cat <<'END'\n${sinfo}\nEND`,
    sacct,
  });
}

describe('readSite', () => {
  it('reads limits, partitions, and how jobs are kept', async () => {
    site({
      sinfo: 'main*|up|infinite|1/2/0/3|4|2000|(null)\ngpu|drain|1-00:00:00|0/0/2/2|64+|256000+|gpu:a100:4',
    });
    expect(await readSite()).toEqual({
      cluster: 'eos',
      version: '22.05.8',
      maxArraySize: 1001,
      maxJobs: 10_000,
      minJobAgeMs: 300_000,
      accounting: false,
      processes: 'linuxproc',
      memory: 'sampled',
      partitions: [
        {
          name: 'main',
          standard: true,
          available: 'up',
          nodes: { allocated: 1, idle: 2, other: 0, total: 3 },
          cpus: 4,
          memoryBytes: 2000 * 2 ** 20,
        },
        {
          name: 'gpu',
          standard: false,
          available: 'drain',
          timeMs: 86_400_000,
          nodes: { allocated: 0, idle: 0, other: 2, total: 2 },
          cpus: 64,
          memoryBytes: 256_000 * 2 ** 20,
          gres: 'gpu:a100:4',
        },
      ],
    });
  });

  it('knows control groups, accounting, and that nothing keeps jobs to their memory', async () => {
    site({ config: 'TaskPlugin  = task/affinity,task/cgroup', sacct: 'exit 0' });
    expect(await readSite()).toMatchObject({ memory: 'cgroup', accounting: true });
    site({ config: 'TaskPlugin  = task/none\nJobAcctGatherParams  = (null)' });
    expect(await readSite()).toMatchObject({ memory: 'not' });
  });

  it('says that there is no Slurm, that it belongs to no cluster, or that its controller is away', async () => {
    fakeCommands({
      scontrol: 'echo "scontrol: error: Unable to contact slurm controller (connect failure)" >&2; exit 1',
    });
    expect(await readSite()).toEqual({
      problem:
        'Slurm does not answer (scontrol show config: Unable to contact slurm controller (connect failure))',
      hint: 'Its controller may be down for a moment: try again; if it stays so, ask the people who run the cluster.',
    });
    const lines = [
      'scontrol: error: fetch_config: DNS SRV lookup failed',
      'scontrol: fatal: Could not establish a configuration source',
    ];
    fakeCommands({ scontrol: `printf '%s\\n' ${lines.map((line) => `'${line}'`).join(' ')} >&2; exit 1` });
    expect(await readSite()).toMatchObject({
      problem:
        'Slurm is installed here, but belongs to no cluster (scontrol show config: fetch_config: DNS SRV lookup failed; Could not establish a configuration source)',
    });
    onlyCommands({});
    expect(await readSite()).toEqual({
      problem: 'there is no Slurm here: scontrol show config is not found',
      hint: 'Run this on a login node of the cluster; some sites need "module load slurm" first.',
    });
  });
});
