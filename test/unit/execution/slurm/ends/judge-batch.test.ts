import { describe, expect, it } from 'vitest';
import { judgeBatch } from '../../../../../src/execution/slurm/ends/judge-batch.ts';
import { fakeCalls, fakeSlurm } from '../../../../fake-slurm.ts';
import { slurmBatch, slurmEntry } from '../../../../slurm-batch.ts';
import { temporaryCache } from '../../../../temporary-cache.ts';

const JUDGING = { maxTimeMs: undefined, isEnding: false };

describe('judgeBatch', () => {
  it('takes a result that came at the last moment before it judges a task', () => {
    const cache = temporaryCache();
    const [late, lost] = [1, 2].map((size) => slurmEntry(cache, { size }));
    const batch = slurmBatch(cache, [[late!], [lost!]]);
    batch.folder.writeResult(0, 0, { type: 'failed', error: { code: 'stage-failed', message: 'no' } });
    expect(judgeBatch(cache, batch, { over: () => [0, 1] }, JUDGING)).toEqual([lost!.entry]);
    expect(late!.ended).toMatchObject([{ type: 'failed', error: { message: 'no' } }]);
  });

  it('cancels what will never start', async () => {
    const folder = fakeSlurm();
    const cache = temporaryCache();
    const one = slurmEntry(cache);
    const batch = slurmBatch(cache, [[one]]);
    batch.tasks[0]!.state = { state: 'PENDING', reason: 'BadConstraints' };
    expect(judgeBatch(cache, batch, { over: () => [] }, JUDGING)).toEqual([]);
    expect(one.ended).toHaveLength(1);
    await expect.poll(() => fakeCalls(folder, 'scancel')).toEqual(['7_0']);
  });
});
