import { expect, it } from 'vitest';
import { guessColumns, type ColumnGuess } from '../../../../src/datasets/inspect/guess-columns.ts';
import type { ColumnLook } from '../../../../src/datasets/inspect/table-columns.ts';
import type { Table } from '../../../../src/datasets/import/table/table.ts';

type Short = [name: string, holds: ColumnLook['holds'], distinct?: number, missing?: number];

function guess(columns: Short[], facts: Partial<Table> = {}, asked?: string): ColumnGuess {
  const looks = columns.map(([name, holds, distinct = 3, missing = 0]) => ({
    name,
    holds,
    distinct,
    missing,
  }));
  const table = { columns: looks.map(({ name }) => name), ...facts } as Table;
  return guessColumns(table, { columns: looks, rows: [] }, asked);
}

it('guessColumns takes the column that is called as classes are, the plainest name first', () => {
  expect(
    guess([
      ['kind', 'names'],
      ['x', 'numbers'],
      ['Label', 'whole numbers'],
    ]),
  ).toEqual({
    label: 'Label',
    columns: ['x'],
    left: ['kind: names, no numbers'],
  });
  expect(
    guess([
      ['x', 'numbers'],
      ['y', 'whole numbers'],
    ]),
  ).toEqual({ label: 'y', left: [] });
});

it('guessColumns takes the column whose classes the file names', () => {
  const columns: Short[] = [
    ['a', 'whole numbers'],
    ['b', 'whole numbers'],
    ['c', 'whole numbers'],
  ];
  expect(guess(columns, { codedClassesOf: (column) => (column === 1 ? ['u', 'v'] : undefined) }).label).toBe(
    'b',
  );
  expect(guess(columns, { classesOf: (column) => (column === 0 ? ['u', 'v'] : undefined) }).label).toBe('a');
});

it('guessColumns takes the only column of names, or a last one of few whole numbers, or none', () => {
  expect(
    guess([
      ['a', 'names'],
      ['b', 'numbers'],
    ]).label,
  ).toBe('a');
  expect(
    guess([
      ['a', 'numbers'],
      ['b', 'whole numbers'],
    ]).label,
  ).toBe('b');
  expect(
    guess([
      ['a', 'numbers'],
      ['b', 'whole numbers', 150],
    ]).label,
  ).toBeUndefined();
  expect(
    guess(
      [
        ['a', 'numbers'],
        ['b', 'numbers'],
      ],
      {},
      'a',
    ).label,
  ).toBe('a');
});

it('guessColumns leaves out what is no input, and says why', () => {
  expect(
    guess([
      ['', 'whole numbers'],
      ['t', 'other'],
      ['m', 'numbers', 3, 2],
      ['d', 'numbers'],
      ['d', 'numbers'],
      ['x', 'numbers'],
      ['y', 'names'],
    ]),
  ).toEqual({
    label: 'y',
    columns: ['x'],
    left: [
      '(no name): a number of the row',
      't: no numbers',
      'm: 2 of the first values are missing',
      'd: another column has this name',
      'd: another column has this name',
    ],
  });
});
