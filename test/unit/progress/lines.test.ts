import { stripVTControlCharacters } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RunEvent } from '../../../src/execution/event.ts';
import { LineView } from '../../../src/progress/lines.ts';
import { Tally } from '../../../src/execution/stage-tally.ts';
import { failed, finished, hit, progressed, runEvent, started } from '../../run-event.ts';

const noon = new Date(2026, 10, 24, 12, 0, 0).getTime();

afterEach(() => {
  vi.useRealTimers();
});

function viewOf(total: number): {
  show: (...events: RunEvent[]) => void;
  view: LineView;
  text: () => string;
} {
  let text = '';
  const tally = new Tally(
    new Map([
      ['train', total],
      ['fit', 1],
    ]),
    Date.now,
  );
  const view = new LineView(tally, (added) => (text += added));
  return {
    view,
    text: () => stripVTControlCharacters(text),
    show(...events) {
      for (const event of events) {
        tally.add(event);
        view.show(event);
      }
    },
  };
}

describe('LineView', () => {
  it('writes one timestamped line for each instance that ends, and none for hits and ticks', async () => {
    vi.useFakeTimers({ now: noon });
    const { show, text, view } = viewOf(3);
    show(
      hit('train[a=1]'),
      started('train[a=2]'),
      progressed('train[a=2]', 0.5, 'loss 2'),
      finished('train[a=2]', 1200),
    );
    show(
      started('train[a=3]'),
      finished('train[a=3]', 300, { changed: false }),
      started('fit'),
      finished('fit', 10, { shared: true }),
    );
    await view.end();
    expect(text()).toBe(`12:00:00 2/3 train[a=2] done in 1.20 s
12:00:00 3/3 train[a=3] done in 0.30 s, same bytes as before
12:00:00 fit taken over: the same work was done meanwhile
`);
  });

  it('gives a sign of life now and then while something runs', async () => {
    vi.useFakeTimers({ now: noon });
    const { show, text, view } = viewOf(2);
    show(started('train[a=1]'), progressed('train[a=1]', 0.25, 'loss 2 → 0.01'));
    await vi.advanceTimersByTimeAsync(31_000);
    await view.end();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(text().trim().split('\n')).toEqual([
      '12:00:15 train 0/2 · 1 running · loss 2 → 0.01 · 1m45s left',
      '12:00:30 train 0/2 · 1 running · loss 2 → 0.01 · 3m30s left',
    ]);
  });

  it('writes failures in full at once', () => {
    vi.useFakeTimers({ now: noon });
    const { show, text } = viewOf(2);
    show(failed('train[a=1]', ['Error: NaN']));
    expect(text()).toBe(`12:00:00 train[a=1] failed: the loss diverged
  lower the step size
  the end of its log:
  │ Error: NaN
  the whole log: /cache/logs/train.log
  again, just this one: eos-pipeline repro 'train[a=1]'
`);
  });

  it('says what was saved by an interruption and what goes on from it', () => {
    vi.useFakeTimers({ now: noon });
    const { show, text } = viewOf(2);
    show(
      runEvent({ type: 'instance-interrupted', instance: 'train[a=1]', stage: 'train', checkpoint: true }),
    );
    show({ ...started('train[a=1]'), resumed: true } as RunEvent);
    expect(text()).toBe(`12:00:00 train[a=1] interrupted, its state is saved
12:00:00 train[a=1] goes on from its checkpoint
`);
  });
});
