import { createReadStream } from 'node:fs';
import { parse, type CsvError, type Info } from 'csv-parse';
import { DataError } from '../data-error.ts';
import type { ImportedSplit } from './array.ts';

/** How a table is to be read. */
export interface CsvSettings {
  /** The column of the class. */
  label: string;
  /** The columns of the inputs, in their order; all others than the label where absent. */
  columns?: string[] | undefined;
  delimiter: string;
  /** Whether the first row names the columns; else they are called 1, 2, 3, … */
  header: boolean;
}

interface Row {
  record: string[];
  info: Pick<Info, 'lines'>;
}

/** Reads a table: a sample a row, a class and numbers. */
export async function readCsv(path: string, name: string, settings: CsvSettings): Promise<ImportedSplit> {
  let header: string[] | undefined;
  let chosen: { label: number; inputs: number[] } | undefined;
  const rows: Float64Array[] = [];
  const labels: string[] = [];
  const lines: number[] = [];
  for await (const { record, info } of rowsOf(path, name, settings.delimiter)) {
    if (header === undefined) {
      header = settings.header ? record : record.map((_, column) => String(column + 1));
      chosen = chooseColumns(header, name, settings);
      if (settings.header) continue;
    }
    const place = `${name}:${info.lines}`;
    if (record.length !== header.length)
      throw new DataError(
        `${place}: the row has ${record.length} values, expected ${header.length}: ${header.join(', ')}`,
      );
    const names = header;
    labels.push(labelOf(record[chosen!.label]!, `${place}: column ${settings.label}`));
    rows.push(
      Float64Array.from(chosen!.inputs, (column) =>
        numberOf(record[column]!, `${place}: column ${names[column]!}`),
      ),
    );
    lines.push(info.lines);
  }
  if (rows.length === 0)
    throw new DataError(`${name} has no rows${settings.header ? ' below the header' : ''}`);
  const width = rows[0]!.length;
  const values = new Float64Array(rows.length * width);
  for (const [row, numbers] of rows.entries()) values.set(numbers, row * width);
  return {
    inputs: { name, shape: [rows.length, width], values },
    labels,
    placeOfLabel: (sample) => `${name}:${lines[sample]!}: column ${settings.label}`,
  };
}

async function* rowsOf(path: string, name: string, delimiter: string): AsyncGenerator<Row> {
  const options = {
    bom: true,
    info: true,
    trim: true,
    delimiter,
    relax_column_count: true,
    skip_empty_lines: true,
  };
  const file = createReadStream(path);
  const parser = file.pipe(parse(options));
  file.on('error', (error) => parser.destroy(error));
  try {
    yield* parser as AsyncIterable<Row>;
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    const { message, lines } = cause as CsvError & { lines?: number };
    throw new DataError(
      lines === undefined
        ? `${name} cannot be read (${message}): put the table there, or correct its name under source`
        : `${name}:${lines}: ${message}: correct the row`,
      { cause },
    );
  }
}

function chooseColumns(
  header: string[],
  name: string,
  { label, columns }: CsvSettings,
): { label: number; inputs: number[] } {
  const find = (column: string): number => {
    const index = header.indexOf(column);
    if (index >= 0) return index;
    throw new DataError(
      `${name} has no column ${column}; it has ${header.join(', ')}: correct the name under source`,
    );
  };
  const inputs = (columns ?? header.filter((column) => column !== label)).map(find);
  return { label: find(label), inputs };
}

function labelOf(text: string, place: string): string {
  if (text !== '') return text;
  throw new DataError(`${place}: the class is missing: fill it or remove the row`);
}

function numberOf(text: string, place: string): number {
  const value = text === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value)) return value;
  const found = text === '' ? 'the value is missing' : `the value is "${text}"`;
  throw new DataError(
    `${place}: ${found}, expected a finite number: correct it, remove the row, or leave the column out (source.columns)`,
  );
}
