import { expect, it } from 'vitest';
import { lockedReport } from '../../../../src/cli/diff/locked-report.ts';
import { store, temporaryCache } from '../../../temporary-cache.ts';

it('is the output with a report.json that the cache has, of those that the lock file names', () => {
  const cache = temporaryCache();
  const line = (output: string) => ({ key: output, output, metrics: {} }) as never;
  const table = store(cache, { 'x.csv': 'x' }).digest;
  const page = store(cache, { 'report.json': '{}' }).digest;
  expect(
    lockedReport(
      new Map([
        ['a', line('f'.repeat(64))],
        ['b', line(table)],
        ['c', line(page)],
      ]),
      cache,
    ),
  ).toBe(cache.output(page));
  expect(lockedReport(new Map([['b', line(table)]]), cache)).toBeUndefined();
});
