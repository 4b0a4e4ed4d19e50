import { describe, expect, it } from 'vitest';
import { JobWatch } from '../../../../src/execution/slurm/job-watch.ts';
import { fakeCalls, fakeSlurm } from '../../../fake-slurm.ts';
import { slurmBatch, slurmEntry } from '../../../slurm-batch.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

function open(accounting: boolean) {
  const cache = temporaryCache();
  const batch = slurmBatch(cache, [[slurmEntry(cache, { size: 1 })], [slurmEntry(cache, { size: 2 })]]);
  return { batch, watch: new JobWatch(cache, accounting) };
}

const LATER = 1e9;

describe('JobWatch', () => {
  it('asks once for all, and not again at once', async () => {
    const folder = fakeSlurm({ squeue: "printf '7_0|RUNNING|n1|None\\n7_1|FAILED|n2|NonZeroExitCode\\n'" });
    const { batch, watch } = open(false);
    expect(await watch.ask([batch], 0)).toBe(true);
    expect(batch.tasks[0]).toMatchObject({ state: { state: 'RUNNING', node: 'n1' }, missed: 0 });
    expect(batch.open()).toEqual([0]);
    await watch.ask([batch], performance.now());
    expect(fakeCalls(folder, 'squeue')).toHaveLength(1);
  });

  it('gives a result some time to appear after the end of its job', async () => {
    fakeSlurm({ squeue: "printf '7_0|RUNNING|n1|None\\n7_1|FAILED|n2|NonZeroExitCode\\n'" });
    const { batch, watch } = open(false);
    await watch.ask([batch], 0);
    expect(watch.over(batch, performance.now())).toEqual([]);
    expect(watch.over(batch, performance.now() + 2000)).toEqual([1]);
  });

  it('asks the accounting for what the queue has forgotten', async () => {
    const folder = fakeSlurm({
      squeue: "echo '7_0|RUNNING|n1|None'",
      sacct: "echo '7_1|OUT_OF_MEMORY|0:125|n2'",
    });
    const { batch, watch } = open(true);
    await watch.ask([batch], 0);
    expect(batch.tasks[1]!.state).toEqual({ state: 'OUT_OF_MEMORY', exitCode: '0:125', node: 'n2' });
    expect(fakeCalls(folder, 'sacct')).toHaveLength(1);
  });

  it('takes a job for gone that Slurm does not know twice, and for there while the controller is away', async () => {
    const folder = fakeSlurm({
      squeue: '[ -e $FAKE/away ] && exit 1; echo "7_0|RUNNING|n1|None"',
    });
    const { batch, watch } = open(false);
    await watch.ask([batch], 0);
    expect(batch.tasks[1]).toEqual({ missed: 1 });
    await watch.ask([batch], LATER);
    expect(batch.tasks[1]!.endedMs).toBeDefined();
    const { writeFileSync } = await import('node:fs');
    writeFileSync(`${folder}/away`, '');
    expect(await watch.ask([batch], 2 * LATER)).toBe(false);
    expect(batch.tasks[0]).toMatchObject({ state: { state: 'RUNNING' }, missed: 0 });
  });
});
