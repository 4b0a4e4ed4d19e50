/** What stands in a table; lists are the values of a column that holds an array a row. */
export type Cell = string | number | bigint | boolean | null | undefined | readonly Cell[] | object;

/** A row of a table: a cell for each column that was asked for, in their order. */
export interface TableRow {
  cells: readonly Cell[];
  /** Line of a text (from 1), or row of a binary file (from 0). */
  number: number;
}

/** A file of rows and columns, whatever its format. Columns are told apart by their position, from 0. */
export interface Table {
  /** What messages call it. */
  name: string;
  /** Names of the columns. */
  columns: readonly string[];
  /** Line of the names; absent where the file has no such line. */
  headerLine?: number;
  /** Whether the names are the numbers of the columns, because the file has no names. */
  unnamed?: boolean;
  /** The classes that the file itself declares for a column of names. */
  classesOf?: (column: number) => string[] | undefined;
  /** The classes whose numbers, from 0, a column holds. */
  codedClassesOf?: (column: number) => string[] | undefined;
  /** Share of the file that was read, 0 to 1. */
  fraction: () => number;
  /** Where a row stands: `iris.csv:3`, or `iris.parquet, row 2`. */
  placeOf: (row: number) => string;
  /** Reads the file from its beginning. */
  rows: (columns: readonly number[]) => AsyncIterable<TableRow>;
}
