import { describe, expect, it } from 'vitest';
import { durationText, estimateText } from '../../../src/progress/duration-text.ts';

describe('durationText', () => {
  it('has as many digits as a person needs', () => {
    expect(
      [0, 4, 182, 9990, 12_345, 59_940, 59_960, 192_000, 3_599_600, 7_500_000, -5].map(durationText),
    ).toEqual([
      '0.00 s',
      '0.00 s',
      '0.18 s',
      '9.99 s',
      '12.3 s',
      '59.9 s',
      '1m00s',
      '3m12s',
      '1h00m',
      '2h05m',
      '0.00 s',
    ]);
  });
});

describe('estimateText', () => {
  it('has whole seconds, and never none', () => {
    expect([100, 12_400, 59_600, 192_000].map(estimateText)).toEqual(['1s', '12s', '59.6 s', '3m12s']);
  });
});
