import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Session } from '../../../../../src/cache/sessions/session.ts';
import type { CacheFolder } from '../../../../../src/cache/files/cache-folder.ts';
import { batchFolders, earlierBatches } from '../../../../../src/execution/slurm/batch/earlier-batches.ts';
import { fakeSlurm } from '../../../../fake-slurm.ts';
import { slurmBatch, slurmEntry } from '../../../../slurm-batch.ts';
import { temporaryCache } from '../../../../temporary-cache.ts';

// Nobody wants to wait for a controller that is none.
vi.mock('node:timers/promises', () => ({ setTimeout: () => Promise.resolve() }));

function session(cache: CacheFolder): Session {
  const made = new Session(cache);
  onTestFinished(() => {
    made.close();
  });
  return made;
}

describe('earlierBatches', () => {
  it('takes up what nobody waits for any more', async () => {
    const cache = temporaryCache();
    const { folder } = slurmBatch(cache, [[slurmEntry(cache)]]);
    const gone = session(cache);
    folder.claim(gone.owner);
    gone.close();
    const mine = session(cache).owner;
    const [batch] = await earlierBatches(cache, mine, 'fake');
    expect(batch).toMatchObject({ job: '7', record: { token: 'train-1' } });
    expect(folder.controller).toEqual(mine);
  });

  it('leaves alone what a living process waits for, and what belongs to another cluster', async () => {
    const cache = temporaryCache();
    const { folder } = slurmBatch(cache, [[slurmEntry(cache)]]);
    const other = session(cache).owner;
    folder.claim(other);
    expect(await earlierBatches(cache, session(cache).owner, 'fake')).toEqual([]);
    expect(folder.controller).toEqual(other);
    slurmBatch(cache, [[slurmEntry(cache)]], 'train-2');
    expect(await earlierBatches(cache, session(cache).owner, 'another')).toEqual([]);
  });

  it('asks Slurm for what was being submitted when the run was killed', async () => {
    fakeSlurm({ squeue: 'case "$*" in *train-1*) echo "42_[0-9]" ;; esac' });
    const cache = temporaryCache();
    const arrived = slurmBatch(cache, [[slurmEntry(cache)]], 'train-1').folder;
    const lost = slurmBatch(cache, [[slurmEntry(cache)]], 'train-2').folder;
    for (const { path } of [arrived, lost]) rmSync(join(path, 'submitted.json'));
    const found = await earlierBatches(cache, session(cache).owner, 'fake');
    expect(found.map(({ job, record }) => [job, record.token])).toEqual([['42', 'train-1']]);
    expect(arrived.job).toBe('42');
    expect(existsSync(lost.path)).toBe(false);
  });

  it('clears away what is no batch', async () => {
    const cache = temporaryCache();
    const { folder } = slurmBatch(cache, [[slurmEntry(cache)]]);
    rmSync(join(folder.path, 'batch.json'));
    expect(await earlierBatches(cache, session(cache).owner, 'fake')).toEqual([]);
    expect(batchFolders(cache)).toEqual([]);
  });
});
