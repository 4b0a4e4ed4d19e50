import { describe, expect, it } from 'vitest';
import { stageRemainingMs, settled, Tally, type StageTally } from '../../../src/execution/stage-tally.ts';
import { failed, finished, hit, progressed, runEvent, skipped, stale, started } from '../../run-event.ts';

function tallyOf(total: number): { tally: Tally; train: StageTally; clock: { now: number } } {
  const clock = { now: 0 };
  const tally = new Tally(new Map([['train', total]]), () => clock.now);
  return { tally, train: tally.stages.get('train')!, clock };
}

describe('Tally', () => {
  it('counts how the instances of a stage end', () => {
    const { tally, train } = tallyOf(5);
    for (const event of [
      hit('train[a=1]'),
      stale('train[a=2]'),
      started('train[a=2]'),
      finished('train[a=2]', 40),
    ])
      tally.add(event);
    for (const event of [started('train[a=3]'), failed('train[a=3]'), skipped('train[a=4]')])
      tally.add(event);
    expect(train).toMatchObject({ upToDate: 1, ran: 1, failed: 1, skipped: 1, interrupted: 0, ranMs: 40 });
    expect(settled(train)).toBe(4);
    expect(train.running.size).toBe(0);
  });

  it('counts what another process made as up to date', () => {
    const { tally, train } = tallyOf(1);
    tally.add(finished('train', 40, { shared: true }));
    expect(train).toMatchObject({ upToDate: 1, ran: 0 });
  });

  it('keeps the last message of a running instance', () => {
    const { tally, train } = tallyOf(1);
    for (const event of [started('train'), progressed('train', 0.1, 'loss 2'), progressed('train', 0.2)])
      tally.add(event);
    expect([...train.running.values()]).toEqual([{ startedAtMs: 0, fraction: 0.2, message: 'loss 2' }]);
  });

  it('forgets an attempt that is retried', () => {
    const { tally, train } = tallyOf(1);
    tally.add(started('train'));
    const error = { code: 'stage-failed', message: 'x' } as const;
    tally.add(
      runEvent({
        type: 'instance-retried',
        instance: 'train',
        stage: 'train',
        attempt: 1,
        delayMs: 5,
        error,
      }),
    );
    expect(train.running.size).toBe(0);
    expect(settled(train)).toBe(0);
  });

  it('has nothing to say about events of the whole run and of unknown stages', () => {
    const { tally } = tallyOf(1);
    expect(tally.add(runEvent({ type: 'cache-cleaned', sessions: 1, staging: 1, locks: 1 }))).toBeUndefined();
    expect(tally.add(hit('other'))).toBeUndefined();
  });
});

describe('stageRemainingMs', () => {
  it('extrapolates the fraction of a running instance', () => {
    const { tally, train } = tallyOf(1);
    tally.add(started('train'));
    tally.add(progressed('train', 0.25));
    expect(stageRemainingMs(train, 1000)).toBe(3000);
  });

  it('expects of waiting instances what finished ones took, shared among the running ones', () => {
    const { tally, train, clock } = tallyOf(5);
    tally.add(started('train[a=1]'));
    clock.now = 100;
    tally.add(finished('train[a=1]', 100));
    tally.add(started('train[a=2]'));
    tally.add(started('train[a=3]'));
    // Two run (100 ms each), two wait (100 ms each), two at a time.
    expect(stageRemainingMs(train, 100)).toBe(200);
  });

  it('believes the durations of earlier runs before anything has finished', () => {
    const { tally, train } = tallyOf(2);
    tally.add(started('train[a=1]', 500));
    expect(stageRemainingMs(train, 200)).toBe(300 + 500);
  });

  it('says nothing where nothing is known', () => {
    const { tally, train } = tallyOf(2);
    tally.add(started('train[a=1]'));
    expect(stageRemainingMs(train, 200)).toBeUndefined();
  });
});
