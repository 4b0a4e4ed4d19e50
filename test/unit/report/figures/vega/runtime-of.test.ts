import { expect, it } from 'vitest';
import { runtimeOf } from '../../../../../src/report/figures/vega/runtime-of.ts';

it('specifications that are equal are compiled once', () => {
  const spec = (field: string) => ({
    data: { name: 'rows' },
    mark: 'point' as const,
    encoding: { x: { field } },
  });
  expect(runtimeOf(spec('a'))).toBe(runtimeOf(spec('a')));
  expect(runtimeOf(spec('a'))).not.toBe(runtimeOf(spec('b')));
});
