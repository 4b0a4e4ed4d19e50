import { expect, it } from 'vitest';
import { alignedTable } from '../../../src/cli/aligned-table.ts';

it('table aligns columns, numbers to the right', () => {
  expect(
    alignedTable(
      ['stage', 'done', 'note'],
      [
        ['train', '5/12', ''],
        ['fit', '12/12', 'fine'],
      ],
      [1],
    ),
  ).toBe(['stage   done  note', 'train   5/12', 'fit    12/12  fine'].join('\n'));
});
