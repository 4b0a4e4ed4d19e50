import { describe, expect, it } from 'vitest';
import { graphOf } from '../../../../src/cli/dag/graph.ts';
import { htmlDag } from '../../../../src/cli/dag/html-dag.ts';
import { planOf } from '../../../plan.ts';

const plan = planOf({ 'a<b': [], c: ['a<b'] });
const html = htmlDag(graphOf(plan, plan.instances, false));

describe('htmlDag', () => {
  it('draws a box for each node and an arrow for each edge', () => {
    expect(html.match(/data-node="/g)).toHaveLength(2);
    expect(html.match(/<path data-from="0" data-to="1"/g)).toHaveLength(1);
  });

  it('escapes names', () => {
    expect(html).toContain('a&lt;b');
    expect(html).not.toContain('a<b');
    expect(html).toContain('<title>Example &lt;1&gt;</title>');
  });

  it('asks the network for nothing', () => {
    expect(html).not.toMatch(/(src|href)=|url\(["']?http|@import/);
  });
});
