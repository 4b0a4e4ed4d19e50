import { expect, it } from 'vitest';
import { slurmTimeMs } from '../../../../src/execution/site/slurm-time.ts';

it.each([
  ['1:00', 60_000],
  ['30:05', 1_805_000],
  ['2:00:00', 7_200_000],
  ['1-12:00:00', 129_600_000],
  ['infinite', undefined],
  ['UNLIMITED', undefined],
  ['n/a', undefined],
  ['', undefined],
])('reads %s as %s ms', (text, timeMs) => {
  expect(slurmTimeMs(text)).toBe(timeMs);
});
