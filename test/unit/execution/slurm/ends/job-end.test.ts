import { describe, expect, it } from 'vitest';
import { classifyEnd } from '../../../../../src/execution/slurm/ends/job-end.ts';

describe('classifyEnd', () => {
  // States, exit codes and words of logs as Slurm 22.05 gave them.
  it.each([
    [
      'memory',
      'OUT_OF_MEMORY',
      'slurmstepd-n1: error: Detected 1 oom-kill event(s) in StepId=6.batch. Some …',
    ],
    [
      'memory',
      'FAILED',
      'slurmstepd-n1: error: StepId=49.batch exceeded memory limit (214351872 > 209715200), being killed',
    ],
    [
      'time',
      'TIMEOUT',
      'slurmstepd-n1: error: *** JOB 9 ON n1 CANCELLED AT 2026-11-25T10:00:00 DUE TO TIME LIMIT ***',
    ],
    ['time', 'FAILED', '2026-11-26T10:25:10.123Z SIGUSR2: saving the state\n'],
    [
      'preempted',
      'PREEMPTED',
      'slurmstepd-n1: error: *** JOB 9 ON n1 CANCELLED AT 2026-11-25T10:00:00 DUE TO PREEMPTION ***',
    ],
    ['node', 'NODE_FAIL', ''],
    [
      'node',
      'CANCELLED',
      'error: *** JOB 9 ON n1 CANCELLED AT 2026-11-25T10:00:00 DUE TO NODE FAILURE, SEE SLURMCTLD LOG FOR DETAILS ***',
    ],
    ['cancelled', 'CANCELLED', 'slurmstepd-n1: error: *** JOB 9 ON n1 CANCELLED AT 2026-11-25T10:00:00 ***'],
    ['program', 'FAILED', 'sh: 2: /opt/node: not found\n'],
    ['program', 'COMPLETED', ''],
  ])('calls it %s: %s', (expected, state, said) => {
    expect(classifyEnd({ state }, said)).toBe(expected);
  });

  it('knows a job that was cancelled before it began, one that could not begin, and one that nobody knows', () => {
    expect(classifyEnd({ state: 'CANCELLED' }, undefined)).toBe('cancelled');
    expect(classifyEnd({ state: 'FAILED', reason: 'JobLaunchFailure', exitCode: '0:53' }, undefined)).toBe(
      'launch',
    );
    expect(classifyEnd(undefined, undefined)).toBe('lost');
  });

  it('believes what was written where the accounting says nothing', () => {
    expect(classifyEnd(undefined, 'error: *** JOB 9 ON n1 CANCELLED AT now DUE TO TIME LIMIT ***')).toBe(
      'time',
    );
    expect(classifyEnd(undefined, 'slurmstepd: error: Exceeded job memory limit')).toBe('memory');
  });
});
