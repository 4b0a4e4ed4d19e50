import { z } from 'zod';
import { textEncoding } from '../../text/text-encoding.ts';
import type { GivenPath } from '../../find-file.ts';
import { csvTable } from './csv-table.ts';
import type { Table } from './table.ts';

/** Names of columns: YAML reads the number of a column as a number. */
const column = z.union([z.string().min(1), z.int().nonnegative()]).transform(String);
const file = z.strictObject({ file: z.string().min(1).optional() });

/** What every table takes: the column of the class, the columns of the inputs, and where the splits are. */
const parts = {
  label: column,
  columns: z.array(column).min(1).optional(),
  train: file.default({}),
  test: file.optional(),
};

/** How somebody's table is to be read. */
export const tableSources = [
  z.strictObject({
    format: z.literal('csv'),
    ...parts,
    delimiter: z.string().min(1).default(','),
    header: z.boolean().default(true),
    encoding: textEncoding.optional(),
  }),
] as const;

export type TableSource = z.output<(typeof tableSources)[number]>;

/** Opens a table of any format. */
export function openTable(given: GivenPath, source: TableSource): Promise<Table> {
  switch (source.format) {
    case 'csv':
      return csvTable(given, source);
  }
}
