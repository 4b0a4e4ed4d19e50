import { describe, expect, it } from 'vitest';
import { slurmBatch, slurmEntry } from '../../../../slurm-batch.ts';
import { temporaryCache } from '../../../../temporary-cache.ts';

describe('Batch', () => {
  it('knows which of its tasks somebody waits for and are not over', () => {
    const cache = temporaryCache();
    const [a, b, c] = [1, 2, 3].map((size) => slurmEntry(cache, { size }));
    const batch = slurmBatch(cache, [[a!, b!], [c!]]);
    expect(batch.open()).toEqual([0, 1]);
    expect(batch.entriesOf(0).map(({ position }) => position)).toEqual([0, 1]);
    batch.tasks[0]!.endedMs = 1;
    expect(batch.open()).toEqual([1]);
    batch.entries.clear();
    expect(batch.open()).toEqual([]);
  });
});
