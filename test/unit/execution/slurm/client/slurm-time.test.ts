import { describe, expect, it } from 'vitest';
import { slurmMinutes, slurmTimeMs } from '../../../../../src/execution/slurm/client/slurm-time.ts';

describe('slurmTimeMs', () => {
  it.each([
    ['45', 45 * 60],
    ['01:30', 90],
    ['00:01:00', 60],
    ['1-0', 86_400],
    ['1-12:30', 131_400],
    ['2-00:00:01', 172_801],
  ])('reads %s', (text, seconds) => {
    expect(slurmTimeMs(text)).toBe(seconds * 1000);
  });

  it.each(['UNLIMITED', 'INFINITE', 'NONE', ''])('takes %s for no limit', (text) => {
    expect(slurmTimeMs(text)).toBeUndefined();
  });
});

describe('slurmMinutes', () => {
  it('rounds up, since Slurm counts in minutes', () => {
    expect([1, 60_000, 60_001, 7_200_000].map(slurmMinutes)).toEqual([1, 1, 2, 120]);
  });
});
