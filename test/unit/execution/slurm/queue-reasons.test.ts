import { describe, expect, it } from 'vitest';
import { queueReasons } from '../../../../src/execution/slurm/queue-reasons.ts';
import { slurmBatch, slurmEntry } from '../../../slurm-batch.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

describe('queueReasons', () => {
  it('counts the instances that wait, by stage and reason', () => {
    const cache = temporaryCache();
    const batch = slurmBatch(
      cache,
      [1, 2, 3, 4, 5].map((size) => [slurmEntry(cache, { size })]),
    );
    const states = ['Priority', 'Priority', 'Resources', undefined];
    for (const [task, reason] of states.entries())
      batch.tasks[task]!.state = reason === undefined ? { state: 'RUNNING' } : { state: 'PENDING', reason };
    expect(queueReasons([batch])).toEqual(new Map([['train', { Priority: 2, Resources: 1 }]]));
    [...batch.entries][0]!.begun = true;
    batch.tasks[1]!.endedMs = 1;
    expect(queueReasons([batch])).toEqual(new Map([['train', { Resources: 1 }]]));
  });
});
