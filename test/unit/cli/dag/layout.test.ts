import { describe, expect, it } from 'vitest';
import { graphOf } from '../../../../src/cli/dag/graph.ts';
import { layoutOf } from '../../../../src/cli/dag/layout.ts';
import { planOf } from '../../../plan.ts';

function layout(needs: Record<string, string[]>): ReturnType<typeof layoutOf> {
  const plan = planOf(needs);
  return layoutOf(graphOf(plan, plan.instances, true));
}

describe('layoutOf', () => {
  it('puts what a box needs above it', () => {
    const { nodes } = layout({ a: [], b: ['a'], c: ['a', 'b'] });
    const [a, b, c] = nodes;
    expect(a!.y + a!.height).toBeLessThan(b!.y);
    expect(b!.y + b!.height).toBeLessThan(c!.y);
  });

  it('lets no two boxes overlap and keeps all of them on the page', () => {
    const stages = Object.fromEntries(
      Array.from({ length: 90 }, (_, index) => [`t[s=${index}]`, index % 2 === 0 ? [] : ['first']]),
    );
    const { nodes, width, height } = layout({ first: [], ...stages });
    for (const [index, a] of nodes.entries()) {
      expect(a.x).toBeGreaterThanOrEqual(0);
      expect(a.x + a.width).toBeLessThanOrEqual(width);
      expect(a.y + a.height).toBeLessThanOrEqual(height);
      for (const b of nodes.slice(index + 1)) {
        const apart =
          a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
        expect(apart).toBe(true);
      }
    }
  });
});
