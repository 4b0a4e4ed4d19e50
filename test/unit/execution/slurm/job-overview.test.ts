import { describe, expect, it } from 'vitest';
import { jobOverview } from '../../../../src/execution/slurm/job-overview.ts';
import { fakeSlurm } from '../../../fake-slurm.ts';
import { slurmBatch, slurmEntry } from '../../../slurm-batch.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

describe('jobOverview', () => {
  it('says how far each instance is, from the files and from the queue', async () => {
    fakeSlurm({ squeue: "printf '7_0|RUNNING|n1|None\\n7_1|PENDING||Priority\\n7_3|CANCELLED||None\\n'" });
    const cache = temporaryCache();
    const { folder } = slurmBatch(
      cache,
      [0, 1, 2, 3].map((size) => [slurmEntry(cache, { size }, { instance: `train[size=${size}]` })]),
    );
    folder.begin(0, { job: '7', node: 'n1' });
    folder.tell(0, 0, { type: 'started', resumed: false, host: 'n1' });
    folder.tell(0, 0, { type: 'progress', fraction: 0.25, message: 'loss 0.5' });
    folder.writeResult(2, 0, { type: 'crashed', exitCode: 7 });
    const job = (task: number) => ({ instance: `train[size=${task}]`, stage: 'train', job: `7_${task}` });
    expect(await jobOverview(cache)).toEqual([
      { ...job(0), state: 'running', node: 'n1', fraction: 0.25, message: 'loss 0.5' },
      { ...job(1), state: 'queued', reason: 'Priority' },
      { ...job(2), state: 'ended' },
      { ...job(3), state: 'ended' },
    ]);
  });

  it('needs no Slurm where there is none', async () => {
    fakeSlurm({ squeue: 'exit 1' });
    const cache = temporaryCache();
    expect(await jobOverview(cache)).toEqual([]);
    slurmBatch(cache, [[slurmEntry(cache)]]);
    expect(await jobOverview(cache)).toMatchObject([{ state: 'queued' }]);
  });
});
