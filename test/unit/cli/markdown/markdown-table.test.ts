import { expect, it } from 'vitest';
import { markdownTable } from '../../../../src/cli/markdown/markdown-table.ts';

it('has a line of marks, which sets numbers to the right', () => {
  expect(
    markdownTable(
      ['a', 'n'],
      [
        ['x', '1'],
        ['y', ''],
      ],
      [1],
    ),
  ).toBe('| a | n |\n| :-- | --: |\n| x | 1 |\n| y |  |');
});
