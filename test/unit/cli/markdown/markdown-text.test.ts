import { expect, it } from 'vitest';
import { markdownText } from '../../../../src/cli/markdown/markdown-text.ts';

it('takes the meaning from everything that Markdown would obey, and stays on one line', () => {
  expect(markdownText('train[size=30] | *a_b* <b> `x` #1 ~y~\n  & @me')).toBe(
    'train\\[size=30\\] \\| \\*a\\_b\\* \\<b\\> \\`x\\` \\#1 \\~y\\~ &amp; @\u200bme',
  );
});
