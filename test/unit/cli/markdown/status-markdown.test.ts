import { expect, it } from 'vitest';
import { statusMarkdown } from '../../../../src/cli/markdown/status-markdown.ts';

it('has a row for each stage that has something to do, and says where there is none', () => {
  const data = { stage: 'data', hit: 3, stale: 0, pending: 0, because: '' };
  expect(statusMarkdown('a|b', [data])).toBe(
    '### What would run (profile a\\|b)\n\nNothing: 3 instances up to date.',
  );
  expect(
    statusMarkdown('quick', [data, { stage: 'train', hit: 1, stale: 2, pending: 0, because: 'code: *' }]),
  ).toBe(`### What would run (profile quick)

| Stage | Runs | Runs if what it needs changes | Up to date | Because |
| :-- | --: | --: | --: | :-- |
| train | 2 |  | 1 | code: \\* |

4 instances of all stages up to date.`);
});
