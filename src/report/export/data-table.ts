/** What a column of a table that leaves the report holds. */
export interface DataColumn {
  name: string;
  meaning: string;
  type: 'text' | 'integer' | 'number';
}

/** Values of one column; absent numbers are `undefined` or not finite. */
export type ColumnValues = readonly (string | number | undefined)[] | Float64Array;

/** A table that leaves the report, as CSV and as Parquet. It is made piece by piece: whole it may not fit in memory. */
export interface DataTable {
  name: string;
  columns: DataColumn[];
  /** Each chunk has the values of every column, in the order of `columns`, all of one length. */
  chunks: () => Iterable<ColumnValues[]>;
}
