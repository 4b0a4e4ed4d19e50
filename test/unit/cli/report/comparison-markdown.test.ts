import { describe, expect, it } from 'vitest';
import { comparisonMarkdown } from '../../../../src/cli/report/comparison-markdown.ts';

describe('comparisonMarkdown', () => {
  it('says that nothing differs', () => {
    expect(comparisonMarkdown('ma|in', { changed: [], equal: 3, verdicts: [] })).toBe(
      String.raw`No number of the report differs from ma\|in (3 are equal).`,
    );
  });

  it('has verdicts first, then what came, went and moved most, and counts the rest', () => {
    const within = { kind: 'extreme' as const, agreement: 'within' as const };
    const small = Array.from({ length: 60 }, (_, index) => ({
      ...within,
      name: `n${index}`,
      before: 1,
      after: 1.001,
    }));
    const changed = [
      ...small,
      { ...within, name: 'much', before: 1, after: 0.25, agreement: 'beyond' as const },
      { ...within, name: 'new', after: 2, agreement: 'apart' as const },
    ];
    const verdicts = [{ claim: 'growth', before: 'agrees', after: 'differs', apart: false }];
    const text = comparisonMarkdown('main', { changed, equal: 3, verdicts });
    expect(text.split('\n').filter((line) => /^\| (growth|new|much|n0) /.test(line))).toEqual([
      '| growth | agrees | differs |',
      '| new | – | 2 |  | other runs |',
      '| much | 1 | 0.25 | ×0.2500 | beyond 1 % |',
      '| n0 | 1 | 1.001 | ×1.001 | within 1 % |',
    ]);
    expect(text).toContain(
      'Numbers beyond their tolerance: 1; within it: 60; equal: 3; not compared (of other runs, or in one report only): 1; verdicts that differ: 1.',
    );
    expect(text).toContain('2 more: `eos-pipeline report --compare`');
  });
});
