import type { ImportedSplit } from '../src/datasets/import/array.ts';
import type { TableSettings } from '../src/datasets/import/table/choose-columns.ts';
import { readTable } from '../src/datasets/import/table/read-table.ts';
import type { Table } from '../src/datasets/import/table/table.ts';

/** Reads a table that fits into memory. */
export async function readWholeTable(table: Table, settings: TableSettings): Promise<ImportedSplit> {
  const { inputs, ...split } = await readTable(table, settings);
  if (!('subarray' in inputs.values)) throw new Error('no folder was named, so nothing may go to disk');
  return { ...split, inputs: { ...inputs, values: inputs.values } };
}
