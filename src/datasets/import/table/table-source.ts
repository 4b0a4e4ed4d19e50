import { z } from 'zod';
import { textEncoding } from '../../text/text-encoding.ts';
import type { GivenPath } from '../../find-file.ts';
import { arffTable } from '../table-formats/arff-table.ts';
import { arrowTable } from '../table-formats/arrow-table.ts';
import { csvTable } from '../table-formats/csv-table.ts';
import { huggingFaceTable } from '../table-formats/hugging-face-table.ts';
import { parquetTable } from '../table-formats/parquet/parquet-table.ts';
import type { Table } from './table.ts';

/** Names of columns: YAML reads the number of a column as a number. */
const column = z.union([z.string().min(1), z.int().nonnegative()]).transform(String);
const file = z.strictObject({ file: z.string().min(1).optional() });
const folder = z.strictObject({ folder: z.string().min(1) });

/** What every table takes: the column of the class, and the columns of the inputs. */
const columns = {
  /** The column of the class, by its name or number. */
  label: column,
  /** The columns of the inputs; all others where absent. */
  columns: z.array(column).min(1).optional(),
};
/** Where the splits are. */
const files = { train: file.default({}), test: file.optional() };

/** How somebody's table is to be read. */
export const tableSources = [
  z.strictObject({
    format: z.literal('csv'),
    ...columns,
    /** Between the cells. */
    delimiter: z.string().min(1).default(','),
    /** Whether the first line names the columns. */
    header: z.boolean().default(true),
    /** Of the text, where it is not UTF-8. */
    encoding: textEncoding.optional(),
    ...files,
  }),
  z.strictObject({ format: z.literal('parquet'), ...columns, ...files }),
  z.strictObject({ format: z.literal('arrow'), ...columns, ...files }),
  z.strictObject({ format: z.literal('arff'), ...columns, encoding: textEncoding.optional(), ...files }),
  z.strictObject({
    format: z.literal('huggingface'),
    ...columns,
    train: folder.default({ folder: '.' }),
    test: folder.optional(),
  }),
] as const;

export type TableSource = z.output<(typeof tableSources)[number]>;

/** Opens a table of any format. */
export function openTable(given: GivenPath, source: TableSource): Promise<Table> {
  switch (source.format) {
    case 'csv':
      return csvTable(given, source);
    case 'parquet':
      return parquetTable(given);
    case 'arrow':
      return arrowTable(given);
    case 'arff':
      return arffTable(given, source);
    case 'huggingface':
      return huggingFaceTable(given);
  }
}
