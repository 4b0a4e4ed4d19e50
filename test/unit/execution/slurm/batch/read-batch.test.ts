import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../../src/cache/files/digest.ts';
import { readBatch } from '../../../../../src/execution/slurm/batch/read-batch.ts';
import { slurmBatch, slurmEntry } from '../../../../slurm-batch.ts';
import { fieldsOf, recordAction, temporaryCache } from '../../../../temporary-cache.ts';

describe('readBatch', () => {
  it('tells what nodes say, once', () => {
    const cache = temporaryCache();
    const one = slurmEntry(cache);
    const batch = slurmBatch(cache, [[one]]);
    expect(readBatch(cache, batch, 0)).toBe(false);
    batch.folder.tell(0, 0, { type: 'started', resumed: false, host: 'n1' });
    expect(readBatch(cache, batch, 0)).toBe(true);
    expect(readBatch(cache, batch, 0)).toBe(false);
    expect(one.heard).toEqual([{ type: 'started', resumed: false, host: 'n1' }]);
    expect([...batch.entries][0]!.begun).toBe(true);
  });

  it('takes results that mean something by themselves, and keeps the others for the end of the job', () => {
    const cache = temporaryCache();
    const [lacks, crashes, fails] = [1, 2, 3].map((size) => slurmEntry(cache, { size }));
    const batch = slurmBatch(cache, [[lacks!], [crashes!], [fails!]]);
    batch.folder.writeResult(0, 0, { type: 'failed', error: { code: 'missing-output', message: 'no' } });
    batch.folder.writeResult(1, 0, { type: 'crashed', signal: 'SIGKILL' });
    // It may have failed for want of memory.
    batch.folder.writeResult(2, 0, { type: 'failed', error: { code: 'stage-failed', message: 'no' } });
    readBatch(cache, batch, 0);
    expect(lacks!.ended).toMatchObject([{ type: 'failed' }]);
    expect([crashes!.ended, fails!.ended]).toEqual([[], []]);
    expect([...batch.entries]).toMatchObject([
      { task: 1, result: { type: 'crashed' } },
      { task: 2, result: { type: 'failed' } },
    ]);
  });

  it('waits until what was stored is to be seen here, but not for ever', () => {
    const cache = temporaryCache();
    const [seen, hidden] = [1, 2].map((size) => slurmEntry(cache, { size }));
    const batch = slurmBatch(cache, [[seen!], [hidden!]]);
    const record = recordAction(cache, fieldsOf({ size: 1 }), { 'x.txt': 'x' });
    const output = { ...record.output, digest: sha256('elsewhere') };
    batch.folder.writeResult(0, 0, { type: 'stored', record });
    batch.folder.writeResult(1, 0, { type: 'stored', record: { ...record, output } });
    readBatch(cache, batch, 0);
    expect(seen!.ended).toEqual([{ type: 'stored', record }]);
    readBatch(cache, batch, 100_000);
    expect(hidden!.ended).toEqual([]);
    readBatch(cache, batch, 130_000);
    expect(hidden!.ended).toMatchObject([{ type: 'failed', error: { code: 'stage-failed' } }]);
    expect(batch.entries.size).toBe(0);
  });
});
