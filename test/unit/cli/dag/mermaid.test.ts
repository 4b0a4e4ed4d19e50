import { expect, it } from 'vitest';
import { graphOf } from '../../../../src/cli/dag/graph.ts';
import { mermaidDag } from '../../../../src/cli/dag/mermaid.ts';
import { planOf } from '../../../plan.ts';

it('mermaidDag writes a flowchart with quotes escaped', () => {
  const plan = planOf({ data: ['/project/a"b.csv'], 'train[s=1]': ['data'], 'train[s=2]': ['data'] });
  expect(mermaidDag(graphOf(plan, plan.instances, false))).toBe(`flowchart TD
  n0[/"a#quot;b.csv"/]
  n1["data"]
  n2[["train ×2<br>s 2"]]
  n0 --> n1
  n1 --> n2`);
});
