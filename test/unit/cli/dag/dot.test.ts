import { expect, it } from 'vitest';
import { dotDag } from '../../../../src/cli/dag/dot.ts';
import { graphOf } from '../../../../src/cli/dag/graph.ts';
import { planOf } from '../../../plan.ts';

it('dotDag writes a digraph with quotes escaped', () => {
  const plan = planOf({ data: ['/project/a"b.csv'], 'train[s=1]': ['data'], 'train[s=2]': ['data'] });
  expect(dotDag(graphOf(plan, plan.instances, false))).toBe(`digraph "Example <1>" {
  node [shape=box, fontname="sans-serif"];
  "a\\"b.csv" [label="a\\"b.csv", shape=note];
  "data" [label="data"];
  "train" [label="train ×2\\ns 2", peripheries=2];
  "a\\"b.csv" -> "data";
  "data" -> "train";
}`);
});
