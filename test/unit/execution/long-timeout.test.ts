import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { longTimeout } from '../../../src/execution/long-timeout.ts';

describe('longTimeout', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it.each([0, 1000, 2 ** 31 - 1, 2 ** 31, 30 * 86_400_000, 400 * 86_400_000])(
    'calls back after %d ms, neither sooner nor twice',
    (timeMs) => {
      const work = vi.fn();
      longTimeout(timeMs, work);
      if (timeMs > 0) {
        vi.advanceTimersByTime(timeMs - 1);
        expect(work).not.toHaveBeenCalled();
      }
      vi.advanceTimersByTime(timeMs + 1);
      expect(work).toHaveBeenCalledOnce();
    },
  );

  it('does not call back once it is called off, at any time before', () => {
    const work = vi.fn();
    const first = longTimeout(10, work);
    const second = longTimeout(30 * 86_400_000, work);
    first();
    vi.advanceTimersByTime(29 * 86_400_000);
    second();
    vi.advanceTimersByTime(100 * 86_400_000);
    expect(work).not.toHaveBeenCalled();
  });
});
