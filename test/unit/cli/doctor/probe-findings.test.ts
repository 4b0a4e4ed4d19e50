import { describe, expect, it } from 'vitest';
import { probeFindings } from '../../../../src/cli/doctor/probe-findings.ts';
import type { ProbeResult } from '../../../../src/execution/site/probe.ts';

const done: ProbeResult & { state: 'done' } = {
  state: 'done',
  job: '7',
  facts: { host: 'node07', name: 'n7', node: '24.21.0', nowMs: 0, cores: 1, memoryBytes: 300e6, unseen: [] },
  shared: {
    roundTripMs: { median: 8, longest: 20 },
    clock: { aheadMs: 1, exactMs: 2 },
    rewritten: { reads: 100, torn: 0 },
    links: { tried: 25, one: 25 },
    signMs: 110,
    locks: true,
  },
  times: { submitMs: 40, queuedMs: 2200, trialsMs: 3000 },
};

const found = (result: ProbeResult): string[] =>
  probeFindings('/shared/cache', result).map(({ about, state, text, hint }) =>
    [`${state} ${about}: ${text}`, ...(hint === undefined ? [] : [hint])].join(' | '),
  );

const changed = (shared: Partial<typeof done.shared>): string[] =>
  found({ ...done, shared: { ...done.shared, ...shared } }).filter((text) => !text.startsWith('ok'));

describe('probeFindings', () => {
  it('tells of a probe on which all is well', () => {
    expect(found(done)).toEqual([
      'ok probe: job 7 on n7 (node07, 1 core usable, 300 MB of memory by its control group): submitted in 0.04 s, there after 2.20 s, tried for 3.00 s',
      'ok folder: /shared/cache: what one side writes the other sees after 4 ms (longest 10 ms)',
      'ok rename: 100 reads of a file that the node rewrote: always all of it',
      'ok link: 25 files that both sides tried to make: each was made by one of them',
      'ok locks: held on both sides; a sign of life is seen after 110 ms at the latest',
      'ok clock: that of n7 is the same, to 2 ms',
    ]);
  });

  it('says what sbatch has against it, and why it waits', () => {
    expect(found({ state: 'refused', complaint: 'Invalid partition name specified' })).toEqual([
      'fault probe: sbatch refused it: Invalid partition name specified | Correct what it names under "executors: { slurm: … }" in pipeline.yaml.',
    ]);
    const waiting = { state: 'waiting', job: '7', waitedMs: 300_000 } as const;
    expect(found({ ...waiting, reason: 'Priority' })).toEqual([
      'fault probe: job 7 did not start in 5m00s (Priority) and was cancelled | The queue is long: let it wait longer (--wait 2h), or name another partition.',
    ]);
    expect(found({ ...waiting, reason: 'PartitionTimeLimit' })[0]).toContain('It never would');
  });

  it('names what a node does not see', () => {
    const failed = { state: 'failed', job: '7', log: '' } as const;
    expect(found({ ...failed, found: { state: 'FAILED', exitCode: '71:0', node: 'n7' } })).toEqual([
      'fault folder: node n7 does not see /shared/cache | Put the project (or --cache-dir) on a file system that the nodes mount: /tmp and local disks are not.',
    ]);
    expect(found({ ...failed, found: { state: 'FAILED', exitCode: '72:0', node: 'n7' } })[0]).toContain(
      `node n7 does not see ${process.execPath}, or the folder in which eos-pipeline is installed`,
    );
    expect(
      found({
        ...failed,
        found: { state: 'FAILED', reason: 'NonZeroExitCode', exitCode: '1:0' },
        log: 'a\nb\n',
      }),
    ).toEqual([
      'fault probe: job 7 failed on the node (FAILED, NonZeroExitCode, 1:0):\na\nb | Try the same by hand: srun --pty bash; see what the log of slurmd on the node says.',
    ]);
    expect(found({ ...done, facts: { ...done.facts, unseen: ['/home/me/project'] } })).toContain(
      'fault folder: node n7 does not see /home/me/project | Put it on a file system that the nodes mount.',
    );
  });

  it('names a folder that is not fit for a cache', () => {
    expect(changed({ rewritten: { reads: 100, torn: 3 } })[0]).toMatch(
      /^fault rename: 3 of 100 reads saw no file, or parts of two, while the node rewrote it \| /,
    );
    expect(changed({ links: { tried: 25, one: 0 } })[0]).toMatch(/^fault link: /);
    expect(changed({ locks: false })[0]).toMatch(
      /^fault locks: a lock that one side held was free for the other/,
    );
    const silent = { ...done.shared };
    delete silent.signMs;
    expect(found({ ...done, shared: silent })).toContainEqual(
      expect.stringMatching(
        /^fault locks: no sign of life of the node was seen: after 1m00s it would be taken/,
      ),
    );
    expect(changed({ signMs: 45_000 })[0]).toMatch(/^fault locks: for 45\.0 s no sign of life/);
  });

  it('names clocks that are apart, and remarks those that are a little', () => {
    expect(changed({ clock: { aheadMs: 90_000, exactMs: 2 } })).toEqual([
      'fault clock: that of n7 is 1m30s ahead, to 2 ms: what works there would be taken for dead | Ask the people who run the cluster to set the clocks (chrony, ntp).',
    ]);
    expect(changed({ clock: { aheadMs: -5000, exactMs: 2 } })).toEqual([
      'remark clock: that of n7 is 5.00 s behind, to 2 ms',
    ]);
  });
});
