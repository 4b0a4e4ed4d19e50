import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PipelineErrorCode } from '../../../src/pipeline/faults/error.ts';
import { TIME_BUDGET, type RunEventBody } from '../../../src/execution/event.ts';
import { RunTally } from '../../../src/execution/run-tally.ts';
import { failed, finished, hit, skipped, summary } from '../../run-event.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const named = { instance: 'train', stage: 'train' };

function failedWith(code: PipelineErrorCode): RunEventBody {
  const error = { code, message: 'x' };
  return { type: 'instance-failed', ...named, error, logTail: [], rerun: 'eos-pipeline repro train' };
}

function tally(...events: RunEventBody[]): RunTally {
  const made = new RunTally(events.flatMap((event) => ('stage' in event ? [{ stage: event.stage }] : [])));
  for (const event of events) made.count(event);
  return made;
}

describe('RunTally', () => {
  it('counts how each instance ended, and the time of the run', () => {
    const counted = tally(
      hit('a'),
      hit('b'),
      finished('c', 40),
      finished('d', 30, { shared: true }),
      skipped('e'),
      { type: 'instance-interrupted', instance: 'f', stage: 'f', checkpoint: true },
      { type: 'instance-interrupted', instance: 'g', stage: 'g', checkpoint: false },
      { type: 'instance-checkpoint', instance: 'c', stage: 'c' },
    );
    vi.advanceTimersByTime(1234);
    expect(counted.summary(9)).toEqual(
      summary({
        total: 9,
        hits: 3,
        ran: 1,
        skipped: 1,
        interrupted: 2,
        checkpoints: 1,
        durationMs: 1234,
        savedMs: 10,
      }),
    );
  });

  it('keeps each failure with its log and the command that repeats it', () => {
    expect(tally(failed('train[seed=1]'), failedWith('disk-full')).summary(2).failures).toEqual([
      {
        instance: 'train[seed=1]',
        error: { code: 'stage-failed', message: 'the loss diverged', hint: 'lower the step size' },
        log: '/cache/logs/train.log',
        rerun: "eos-pipeline repro 'train[seed=1]'",
      },
      { instance: 'train', error: { code: 'disk-full', message: 'x' }, rerun: 'eos-pipeline repro train' },
    ]);
  });

  it.each<[number, RunEventBody[]]>([
    [0, [hit('a'), finished('b', 1)]],
    [1, [failedWith('stage-failed')]],
    [2, [failedWith('bad-params'), failedWith('missing-input')]],
    [1, [failedWith('bad-params'), failedWith('stage-failed')]],
    [
      130,
      [failedWith('stage-failed'), { type: 'interrupt-requested', signal: 'SIGINT', running: 1, waitMs: 1 }],
    ],
    [4, [finished('a', 1), { type: 'interrupt-requested', signal: TIME_BUDGET, running: 1, waitMs: 1 }]],
    [
      1,
      [
        failedWith('stage-failed'),
        { type: 'interrupt-requested', signal: TIME_BUDGET, running: 1, waitMs: 1 },
      ],
    ],
    [
      4,
      [
        { type: 'interrupt-requested', signal: TIME_BUDGET, running: 1, waitMs: 1 },
        { type: 'instance-interrupted', instance: 'f', stage: 'f', checkpoint: true },
      ],
    ],
  ])('gives exit code %i', (code, events) => {
    expect(tally(...events).summary(2).exitCode).toBe(code);
  });
});
