import { describe, expect, it } from 'vitest';
import { neededIds, upstreamIds, withUpstream } from '../../../../src/pipeline/plan/upstream.ts';
import { planOf } from '../../../plan.ts';

describe('neededIds', () => {
  it('names the instances of a need; a file names none', () => {
    expect(neededIds({ kind: 'instances', ids: ['a', 'b'], many: true })).toEqual(['a', 'b']);
    expect(neededIds({ kind: 'file', path: '/data.csv', name: 'data.csv' })).toEqual([]);
  });
});

describe('upstreamIds', () => {
  it('names the instances that are needed, files left out', () => {
    const { instances } = planOf({ a: [], b: ['a', 'a', '/data.csv'] });
    expect([...upstreamIds(instances[1]!)]).toEqual(['a']);
  });
});

describe('withUpstream', () => {
  const { instances } = planOf({
    data: [],
    left: ['data'],
    right: ['data'],
    report: ['left', 'right'],
    other: [],
  });
  const chosen = (...ids: string[]): string[] =>
    withUpstream(instances, ({ id }) => ids.includes(id)).map(({ id }) => id);

  it('adds everything upstream, in the order of the plan', () => {
    expect(chosen('report')).toEqual(['data', 'left', 'right', 'report']);
    expect(chosen('other', 'left')).toEqual(['data', 'left', 'other']);
    expect(chosen()).toEqual([]);
  });
});
