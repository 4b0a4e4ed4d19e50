import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { failForEver, judgeTask } from '../../../../../src/execution/slurm/ends/judge-task.ts';
import { readBatch } from '../../../../../src/execution/slurm/batch/read-batch.ts';
import { slurmBatch, slurmEntry } from '../../../../slurm-batch.ts';
import { temporaryCache } from '../../../../temporary-cache.ts';

const GOING_ON = { maxTimeMs: undefined, isEnding: false };

describe('judgeTask', () => {
  it('submits again elsewhere what a node took with it, and fences the old job off', () => {
    const cache = temporaryCache();
    const one = slurmEntry(cache);
    const batch = slurmBatch(cache, [[one]]);
    batch.tasks[0]!.state = { state: 'NODE_FAIL', node: 'n2' };
    expect(judgeTask(cache, batch, 0, GOING_ON)).toEqual([one.entry]);
    expect(one.entry.request.exclude).toEqual(['n2']);
    expect(one.heard).toMatchObject([
      { type: 'retried', error: { message: 'the node of job 7_0 on n2 failed (NODE_FAIL)' } },
    ]);
    expect(existsSync(batch.folder.fenced(0))).toBe(true);
    expect(batch.entries.size).toBe(0);
    expect(readFileSync(one.entry.attempt.job.log, 'utf8')).toContain('the node of job 7_0 on n2 failed');
  });

  it('blames one instance of a packed task, and submits those that had not begun with as much memory', () => {
    const cache = temporaryCache();
    const [first, second] = [1, 2].map((size) => slurmEntry(cache, { size }));
    const batch = slurmBatch(cache, [[first!, second!]]);
    batch.tasks[0]!.state = { state: 'OUT_OF_MEMORY', node: 'n1' };
    expect(judgeTask(cache, batch, 0, GOING_ON)).toEqual([first!.entry, second!.entry]);
    expect(first!.entry.request.memoryBytes).toBe(1e9);
    expect(second!.entry.request.memoryBytes).toBe(1e9);
    expect([first!, second!].map(({ entry }) => entry.times.get('memory'))).toEqual([1, undefined]);
    expect(second!.heard).toEqual([]);
  });

  it('calls a process that was killed out of memory where the job was', () => {
    const cache = temporaryCache();
    const [killed, crashed] = [1, 2].map((size) => slurmEntry(cache, { size }));
    const batch = slurmBatch(cache, [[killed!], [crashed!]]);
    for (const task of [0, 1]) batch.folder.writeResult(task, 0, { type: 'crashed', signal: 'SIGKILL' });
    readBatch(cache, batch, 0);
    writeFileSync(
      batch.folder.output(0),
      'slurmstepd-n1: error: Detected 1 oom-kill event(s) in StepId=7.batch',
    );
    batch.tasks[0]!.state = { state: 'FAILED', node: 'n1' };
    batch.tasks[1]!.state = { state: 'FAILED', node: 'n1' };
    expect(judgeTask(cache, batch, 0, GOING_ON)).toEqual([killed!.entry]);
    // The other was killed by something else: that is for the retries of the stage.
    expect(judgeTask(cache, batch, 1, GOING_ON)).toEqual([]);
    expect(crashed!.ended).toEqual([{ type: 'crashed', signal: 'SIGKILL' }]);
  });

  it('fails what was tried often enough, with what the last job came to', () => {
    const cache = temporaryCache();
    const one = slurmEntry(cache);
    one.entry.times.set('cancelled', 3);
    const batch = slurmBatch(cache, [[one]]);
    batch.tasks[0]!.state = { state: 'CANCELLED' };
    expect(judgeTask(cache, batch, 0, GOING_ON)).toEqual([]);
    expect(one.ended).toMatchObject([
      { type: 'failed', error: { message: 'job 7_0 was cancelled by somebody' } },
    ]);
  });

  it('tries nothing again where the run ends', () => {
    const cache = temporaryCache();
    const [saved, lost] = [1, 2].map((size) => slurmEntry(cache, { size }));
    const batch = slurmBatch(cache, [[saved!, lost!]]);
    batch.folder.writeResult(0, 0, { type: 'stopped', why: 'interrupt', checkpoint: true });
    readBatch(cache, batch, 0);
    batch.tasks[0]!.state = { state: 'CANCELLED' };
    expect(judgeTask(cache, batch, 0, { ...GOING_ON, isEnding: true })).toEqual([lost!.entry]);
    expect(saved!.ended).toEqual([{ type: 'stopped', why: 'interrupt', checkpoint: true }]);
    expect(lost!.heard).toEqual([]);
  });
});

describe('failForEver', () => {
  it('says why Slurm will not start it', () => {
    const cache = temporaryCache();
    const one = slurmEntry(cache);
    const batch = slurmBatch(cache, [[one]]);
    batch.tasks[0]!.state = { state: 'PENDING', reason: 'PartitionTimeLimit' };
    failForEver(batch, 0);
    expect(one.ended).toMatchObject([
      {
        type: 'failed',
        error: {
          code: 'bad-argument',
          message: 'Slurm accepted job 7_0 and will never start it (PartitionTimeLimit)',
        },
      },
    ]);
  });
});
