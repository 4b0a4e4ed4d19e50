import { expect, it } from 'vitest';
import { lookAtTable } from '../../../../src/datasets/inspect/table-columns.ts';
import type { Cell, Table } from '../../../../src/datasets/import/table/table.ts';

function table(columns: string[], rows: Cell[][]): Table {
  return {
    name: 'a',
    columns,
    fraction: () => 1,
    placeOf: String,
    async *rows(wanted) {
      await Promise.resolve();
      for (const [number, row] of rows.entries())
        yield { cells: wanted.map((column) => row[column]), number };
    },
  };
}

it('lookAtTable says what columns hold, how many values are distinct and missing', async () => {
  const look = await lookAtTable(
    table(
      ['n', 'x', 'y', 'l', 't', 'e'],
      [
        [1, '1.5', 'u', [1, 2], new Date(0), null],
        [2n, '', 'v', [3, 4], new Date(1), undefined],
        [1, '2', 'u', [5, 6], new Date(2), 'NA'],
      ],
    ),
  );
  expect(look.columns).toEqual([
    { name: 'n', holds: 'whole numbers', distinct: 2, missing: 0 },
    { name: 'x', holds: 'numbers', distinct: 2, missing: 1 },
    { name: 'y', holds: 'names', distinct: 2, missing: 0 },
    { name: 'l', holds: 'lists', distinct: 1, missing: 0 },
    { name: 't', holds: 'other', distinct: 3, missing: 0 },
    { name: 'e', holds: 'other', distinct: 0, missing: 3 },
  ]);
  expect(look.rows[0]).toEqual(['1', '1.5', 'u', 'a list of 2', 'the time 1970-01-01T00:00:00.000Z', 'null']);
});

it('lookAtTable looks at the first columns of a wide table, and the last', async () => {
  const names = Array.from({ length: 1000 }, (_, column) => `c${column}`);
  const { columns } = await lookAtTable(table(names, [names.map((_, column) => column)]));
  expect([columns.length, columns[0]!.name, columns.at(-1)!.name]).toEqual([201, 'c0', 'c999']);
});
