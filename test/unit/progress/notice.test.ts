import { describe, expect, it } from 'vitest';
import { notice } from '../../../src/progress/notice.ts';
import { finished, hit, runEvent, started } from '../../run-event.ts';

const of = { instance: 'train[a=1]', stage: 'train' };

describe('notice', () => {
  it.each([
    [
      runEvent({
        type: 'cache-repaired',
        what: 'output',
        path: '/c/outputs/x',
        problem: 'one byte differs',
        action: 'recomputed',
        quarantine: '/c/quarantine/x',
      }),
      'cache: output /c/outputs/x: one byte differs: recomputed; the damaged one was moved to /c/quarantine/x',
    ],
    [
      runEvent({
        type: 'cache-repaired',
        what: 'index',
        path: '/c/index',
        problem: 'truncated',
        action: 'rebuilt',
      }),
      'cache: index /c/index: truncated: rebuilt',
    ],
    [
      runEvent({ type: 'cache-cleaned', sessions: 1, staging: 2, locks: 3 }),
      'cache: cleaned up after a killed run: 1 session, 2 half-written outputs, 3 locks',
    ],
    [runEvent({ type: 'instance-warning', ...of, message: 'stopped early' }), 'train[a=1]: stopped early'],
    [
      runEvent({ type: 'waiting-for-lock', ...of, owner: { pid: 42, host: 'node7' } }),
      'train[a=1]: process 42 on node7 is computing it; waiting for its result',
    ],
    [
      runEvent({ type: 'waiting-for-gc', owner: { pid: 42, host: 'node7' } }),
      'cache: process 42 on node7 is removing what nothing refers to (gc); waiting for it',
    ],
    [
      runEvent({
        type: 'instance-retried',
        ...of,
        attempt: 1,
        delayMs: 2000,
        error: { code: 'stage-failed', message: 'no luck' },
      }),
      'train[a=1]: attempt 1 failed (no luck); again in 2.00 s',
    ],
    [
      runEvent({
        type: 'instance-published',
        ...of,
        folder: '/p/reports',
        files: 2,
        displaced: '/c/quarantine/reports',
      }),
      '/p/reports held files that are not of this pipeline; they were moved to /c/quarantine/reports',
    ],
    [
      runEvent({ type: 'interrupt-requested', signal: 'SIGINT', running: 2, waitMs: 10_000 }),
      'SIGINT: nothing more is started; waiting up to 10.0 s for 2 running to save their state (again: stop at once)',
    ],
  ])('says what a person should know (%#)', (event, text) => {
    expect(notice(event)).toBe(text);
  });

  it('is silent about the ordinary course of a run', () => {
    expect([hit('a'), started('a'), finished('a', 1)].map(notice)).toEqual([undefined, undefined, undefined]);
  });
});
