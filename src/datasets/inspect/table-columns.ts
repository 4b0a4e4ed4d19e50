import { isMissingMark } from '../import/table/missing-mark.ts';
import { cellText, isDecimal } from '../import/table/read-number.ts';
import type { Cell, Table } from '../import/table/table.ts';

/** What the first rows of a table show of one column. */
export interface ColumnLook {
  name: string;
  /** What it seems to hold. */
  holds: 'whole numbers' | 'numbers' | 'names' | 'lists' | 'other';
  /** Distinct values among the first rows. */
  distinct: number;
  missing: number;
}

/** The first rows of a table and what its columns seem to be. */
export interface TableLook {
  columns: ColumnLook[];
  /** Some rows, as texts. */
  rows: string[][];
}

/** Rows that are looked at. */
const ROWS = 200;
/** Columns that are looked at in a wide table. */
const COLUMNS = 200;

/** Looks at the first rows; of a wide table, at its first columns and the last. */
export async function lookAtTable(table: Table): Promise<TableLook> {
  const positions = [...table.columns.keys()].filter(
    (column) => column < COLUMNS || column === table.columns.length - 1,
  );
  const rows: (readonly Cell[])[] = [];
  for await (const { cells } of table.rows(positions)) {
    rows.push(cells);
    if (rows.length === ROWS) break;
  }
  return {
    columns: positions.map((position, index) =>
      lookAtColumn(
        table.columns[position]!,
        rows.map((row) => row[index]),
      ),
    ),
    rows: rows.slice(0, 5).map((row) => row.map(cellText)),
  };
}

function lookAtColumn(name: string, cells: Cell[]): ColumnLook {
  const isMissing = (cell: Cell): boolean =>
    cell === null ||
    cell === undefined ||
    (typeof cell === 'string' && isMissingMark(cell)) ||
    Number.isNaN(cell);
  const present = cells.filter((cell) => !isMissing(cell));
  return {
    name,
    holds: holdings(present),
    distinct: new Set(present.map(cellText)).size,
    missing: cells.length - present.length,
  };
}

function holdings(cells: readonly Cell[]): ColumnLook['holds'] {
  const isNumber = (cell: Cell): boolean =>
    ['number', 'bigint', 'boolean'].includes(typeof cell) || (typeof cell === 'string' && isDecimal(cell));
  if (cells.every((cell) => Array.isArray(cell))) return cells.length === 0 ? 'other' : 'lists';
  if (cells.every(isNumber))
    return cells.every((cell) => Number.isInteger(Number(cell))) ? 'whole numbers' : 'numbers';
  return cells.every((cell) => typeof cell === 'string' || isNumber(cell)) ? 'names' : 'other';
}
