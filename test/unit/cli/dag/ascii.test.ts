import { describe, expect, it } from 'vitest';
import { asciiDag } from '../../../../src/cli/dag/ascii.ts';
import { graphOf } from '../../../../src/cli/dag/graph.ts';
import { planOf } from '../../../plan.ts';

function drawn(needs: Record<string, string[]>, full = false): string {
  const plan = planOf(needs);
  return asciiDag(graphOf(plan, plan.instances, full));
}

describe('asciiDag', () => {
  it('draws a chain as one rail', () => {
    expect(drawn({ a: [], b: ['a'], c: ['b'] })).toBe('● a\n● b\n● c');
  });

  it('draws a fork and a join', () => {
    expect(drawn({ data: [], left: ['data'], right: ['data'], report: ['left', 'right'] })).toBe(
      ['● data', '├─╮', '│ ● left', '● │ right', '├─╯', '● report'].join('\n'),
    );
  });

  it('draws files as open dots and matrix stages with their size', () => {
    expect(drawn({ data: ['/project/x.csv'], 'train[a=1]': ['data'], 'train[a=2]': ['data'] })).toBe(
      ['○ x.csv', '● data', '● train ×2  (a 2)'].join('\n'),
    );
  });

  it('interrupts a line where a rail only passes by', () => {
    expect(drawn({ a: [], b: [], c: ['a'], d: ['a', 'b', 'c'], e: ['d', 'b'] })).toBe(
      ['● a', '│ ● b', '├─│─╮', '│ │ ● c', '├─┼─╯', '● │ d', '├─╯', '● e'].join('\n'),
    );
  });

  it('draws an instance directly below what it needs, so that rails stay short', () => {
    const needs = {
      't[s=1]': [],
      't[s=2]': [],
      'u[s=1]': ['t[s=1]'],
      'u[s=2]': ['t[s=2]'],
      end: ['u[s=1]', 'u[s=2]'],
    };
    expect(drawn(needs, true)).toBe(
      ['● t[s=1]', '● u[s=1]', '│ ● t[s=2]', '│ ● u[s=2]', '├─╯', '● end'].join('\n'),
    );
  });
});
