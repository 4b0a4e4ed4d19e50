import { describe, expect, it } from 'vitest';
import { stageLine } from '../../../src/progress/stage-line.ts';
import { Tally } from '../../../src/execution/stage-tally.ts';
import type { RunEvent } from '../../../src/execution/event.ts';
import { failed, finished, hit, progressed, skipped, started } from '../../run-event.ts';

function lineAfter(total: number, events: (RunEvent | number)[]): string {
  let now = 0;
  const tally = new Tally(new Map([['train', total]]), () => now);
  for (const event of events)
    if (typeof event === 'number') now = event;
    else tally.add(event);
  return stageLine(tally.stages.get('train')!, now);
}

describe('stageLine', () => {
  it('shows a stage that waits', () => {
    expect(lineAfter(12, [])).toBe('train 0/12');
    expect(lineAfter(1, [])).toBe('train');
  });

  it('shows a matrix stage at work: counts, the foremost instance, the time left', () => {
    const events = [hit('train[a=1]'), started('train[a=2]'), started('train[a=3]'), 1000];
    const progress = [
      progressed('train[a=2]', 0.5, 'loss 0.23 → 0.01'),
      progressed('train[a=3]', 0.25, 'loss 2 → 0.01'),
    ];
    expect(lineAfter(3, [...events, ...progress])).toBe('train 1/3 · 2 running · loss 0.23 → 0.01 · 3s left');
  });

  it('shows a single stage at work', () => {
    expect(lineAfter(1, [started('train')])).toBe('train · running');
  });

  it('shows how a matrix stage ended', () => {
    expect(lineAfter(2, [hit('train[a=1]'), hit('train[a=2]')])).toBe('train 2/2 · 2 up to date');
    expect(lineAfter(2, [hit('train[a=1]'), started('train[a=2]'), 3000, finished('train[a=2]', 3000)])).toBe(
      'train 2/2 · 1 up to date · 1 ran in 3.00 s',
    );
    expect(
      lineAfter(1 + 1, [
        started('train[a=1]'),
        started('train[a=2]'),
        2000,
        finished('train[a=1]', 9),
        finished('train[a=2]', 9),
      ]),
    ).toBe('train 2/2 · 2.00 s');
    expect(lineAfter(3, [hit('train[a=1]'), failed('train[a=2]'), skipped('train[a=3]')])).toBe(
      'train 1/3 · 1 up to date · 1 failed · 1 not run',
    );
  });

  it('shows how a single stage ended', () => {
    expect(lineAfter(1, [hit('train')])).toBe('train · up to date');
    expect(lineAfter(1, [failed('train')])).toBe('train · failed');
    expect(lineAfter(1, [skipped('train')])).toBe('train · not run');
    expect(lineAfter(1, [started('train'), 1230, finished('train', 1200)])).toBe('train · 1.23 s');
  });
});
