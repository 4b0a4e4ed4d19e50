import { describe, expect, it } from 'vitest';
import { graphOf, nodeLabel } from '../../../../src/cli/dag/graph.ts';
import { planOf } from '../../../plan.ts';

const plan = planOf({
  data: ['/project/raw/x.csv', '/elsewhere/y.csv'],
  'train[a=1,s=1]': ['data'],
  'train[a=1,s=2]': ['data'],
  'train[a=2,s=1]': ['data'],
  report: ['train[a=1,s=1]', 'train[a=1,s=2]', 'train[a=2,s=1]'],
});

describe('graphOf', () => {
  it('collapses a matrix stage into one box with its axes, and shows files relative to the project', () => {
    const { nodes, edges } = graphOf(plan, plan.instances, false);
    expect(nodes).toEqual([
      { id: 'raw/x.csv', kind: 'file', count: 1, axes: {} },
      { id: '/elsewhere/y.csv', kind: 'file', count: 1, axes: {} },
      { id: 'data', kind: 'stage', count: 1, axes: {} },
      { id: 'train', kind: 'stage', count: 3, axes: { a: 2, s: 2 } },
      { id: 'report', kind: 'stage', count: 1, axes: {} },
    ]);
    expect(edges.map(({ from, to }) => `${from} → ${to}`)).toEqual([
      'raw/x.csv → data',
      '/elsewhere/y.csv → data',
      'data → train',
      'train → report',
    ]);
  });

  it('expands every instance', () => {
    const { nodes, edges } = graphOf(plan, plan.instances, true);
    expect(nodes.filter(({ kind }) => kind === 'instance').map(({ id }) => id)).toEqual(
      plan.instances.map(({ id }) => id),
    );
    expect(edges).toHaveLength(2 + 3 + 3);
  });
});

describe('nodeLabel', () => {
  it('is the name, and for a matrix the number of instances and the sizes of the axes', () => {
    expect(nodeLabel({ id: 'data', kind: 'stage', count: 1, axes: {} })).toEqual(['data']);
    expect(nodeLabel({ id: 'train', kind: 'stage', count: 3, axes: { a: 2, s: 2 } })).toEqual([
      'train ×3',
      'a 2 × s 2',
    ]);
  });
});
