import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Table } from '../../../../../src/datasets/import/table/table.ts';
import { collect } from '../../../../collect.ts';

/** Files that pyarrow wrote; `make.py` says how. */
export const fixtures = join(import.meta.dirname, 'fixtures');

/** What the tables of all types hold. */
export const expected = JSON.parse(readFileSync(join(fixtures, 'types.json'), 'utf8')) as {
  inputs: Record<string, number[]>;
  label: string[];
};

/** The cells of columns by their names, and the numbers of the rows. */
export async function columnsOf(
  table: Table,
  names: readonly string[],
): Promise<{ cells: unknown[][]; numbers: number[] }> {
  const rows = await collect(table.rows(names.map((name) => table.columns.indexOf(name))));
  return {
    cells: names.map((_, index) => rows.map(({ cells }) => cells[index])),
    numbers: rows.map(({ number }) => number),
  };
}
