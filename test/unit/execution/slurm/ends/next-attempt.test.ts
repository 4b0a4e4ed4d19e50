import { describe, expect, it } from 'vitest';
import type { EndClass } from '../../../../../src/execution/slurm/ends/job-end.ts';
import { nextAttempt, type Tried } from '../../../../../src/execution/slurm/ends/next-attempt.ts';

function after(end: EndClass, times = 1, parts: Partial<Tried> = {}) {
  const tried = {
    times: new Map([[end, times]]),
    checkpoint: false,
    state: 'FAILED',
    job: '7_1',
    node: 'n2',
  };
  return nextAttempt(end, { ...tried, ...parts });
}

describe('nextAttempt', () => {
  it('tries what a node did wrong again elsewhere, for nothing', () => {
    expect(after('node', 1, { state: 'NODE_FAIL' })).toEqual({
      error: { code: 'stage-failed', message: 'the node of job 7_1 on n2 failed (NODE_FAIL)' },
      again: { exclude: 'n2' },
    });
    expect(after('launch').again).toEqual({ exclude: 'n2' });
    expect(after('node', 6).again).toBeUndefined();
  });

  it('tries what another job or a person ended again as it was', () => {
    expect(after('preempted', 50).again).toEqual({});
    expect(after('cancelled', 3).again).toEqual({});
    expect(after('cancelled', 4)).toMatchObject({
      error: { message: 'job 7_1 on n2 was cancelled by somebody' },
    });
    expect(after('lost').again).toEqual({});
  });

  it('gives twice the memory to what ran out of it, three times', () => {
    expect(after('memory', 1, { memoryBytes: 2e9 })).toEqual({
      error: {
        code: 'stage-failed',
        message: 'out of memory: job 7_1 on n2 used more than the 2000 MB that it was given',
        hint: 'Give the stage "resources: { memory: … }".',
      },
      again: { memoryBytes: 4e9 },
    });
    expect(after('memory', 1).again).toEqual({ memoryBytes: 1e9 });
    expect(after('memory', 4).again).toBeUndefined();
  });

  it('goes on after a time limit as often as the state was saved', () => {
    expect(after('time', 500, { timeMs: 3_600_000, checkpoint: true })).toEqual({
      error: {
        code: 'stage-timeout',
        message: 'job 7_1 on n2 was ended at its time limit of 60 min',
        hint: 'Its state is saved: the next attempt goes on from there.',
      },
      again: {},
    });
    expect(after('time', 1001, { checkpoint: true }).again).toBeUndefined();
  });

  it('gives twice the time to what saves no state, as far as the partition goes', () => {
    expect(after('time', 1, { timeMs: 60_000 }).again).toEqual({ timeMs: 120_000 });
    expect(after('time', 1, { timeMs: 60_000, maxTimeMs: 100_000 })).toEqual({
      error: {
        code: 'stage-timeout',
        message: 'job 7_1 on n2 was ended at its time limit of 1 min',
        hint: 'Give the stage "resources: { time: … }".',
      },
    });
    expect(after('time', 3, { timeMs: 60_000 }).again).toBeUndefined();
    expect(after('time', 1).again).toBeUndefined();
  });

  it('leaves the faults of a program to the retries of the stage', () => {
    expect(after('program')).toMatchObject({
      error: { message: 'job 7_1 on n2 ended (FAILED) without a result' },
    });
    expect(after('program').again).toBeUndefined();
  });
});
