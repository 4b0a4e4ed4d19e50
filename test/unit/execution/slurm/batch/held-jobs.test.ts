import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { HeldJobs } from '../../../../../src/execution/slurm/batch/held-jobs.ts';
import { slurmBatch, slurmEntry } from '../../../../slurm-batch.ts';
import { temporaryCache } from '../../../../temporary-cache.ts';

describe('HeldJobs', () => {
  it('gives what earlier jobs compute once, but for tasks that were given up', () => {
    const cache = temporaryCache();
    const entries = [1, 2, 3].map((size) => slurmEntry(cache, { size }));
    const batch = slurmBatch(cache, [[entries[0]!, entries[1]!], [entries[2]!]]);
    writeFileSync(batch.folder.fenced(1), '');
    const held = new HeldJobs([batch]);
    const keys = entries.map(({ entry }) => entry.attempt.job.key);
    expect(keys.map((key) => held.has(key))).toEqual([true, true, false]);
    expect(held.take(keys[1]!)).toEqual({ batch, task: 0, position: 1 });
    expect(held.take(keys[1]!)).toBeUndefined();
    expect(held.anyOf(batch)).toBe(true);
    held.take(keys[0]!);
    expect(held.anyOf(batch)).toBe(false);
  });
});
