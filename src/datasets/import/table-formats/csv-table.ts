import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { parse, type CsvError, type Info } from 'csv-parse';
import { DataError } from '../../data-error.ts';
import type { GivenPath } from '../../find-file.ts';
import { plainLineEnds } from '../../text/plain-line-ends.ts';
import { readText } from '../../text/read-text.ts';
import type { Table, TableRow } from '../table/table.ts';

/** How a table in text is written. */
export interface CsvSettings {
  delimiter: string;
  /** Whether the first row names the columns; else they are called 1, 2, 3, … */
  header: boolean;
  /** UTF-8, or what a byte order mark says, where absent. */
  encoding?: string | undefined;
}

interface Row {
  record: string[];
  info: Pick<Info, 'lines'>;
}

/** Opens a table in text: commas or another delimiter, quotes, packed with gzip or zstd or not. */
export async function csvTable({ path, name }: GivenPath, settings: CsvSettings): Promise<Table> {
  let columns: string[] | undefined;
  let headerLine = 1;
  for await (const { record, info } of rowsOf({ path, name }, settings)) {
    columns = settings.header ? record : record.map((_, column) => String(column + 1));
    headerLine = info.lines;
    break;
  }
  if (columns === undefined)
    throw new DataError(
      `${name} is empty, expected rows of values${settings.header ? ' below a header' : ''}`,
    );
  const header = columns;
  const { size } = await stat(path);
  let bytes = 0;
  async function* rows(wanted: readonly number[]): AsyncGenerator<TableRow> {
    let first = settings.header;
    const listener = (read: number): void => {
      bytes = read;
    };
    for await (const { record, info } of rowsOf({ path, name }, settings, listener)) {
      if (first) {
        first = false;
        continue;
      }
      if (record.length !== header.length)
        throw new DataError(
          `${name}:${info.lines}: the row has ${record.length} values, expected ${header.length}: ${columnList(header)}`,
        );
      yield { cells: wanted.map((column) => record[column]!), number: info.lines };
    }
  }
  return {
    name,
    columns: header,
    ...(settings.header ? { headerLine } : { unnamed: true }),
    fraction: () => Math.min(bytes / size, 1),
    placeOf: (line) => `${name}:${line}`,
    rows,
  };
}

async function* rowsOf(
  given: GivenPath,
  { delimiter, encoding }: CsvSettings,
  listener?: (bytesRead: number) => void,
): AsyncGenerator<Row> {
  const { name } = given;
  const options = {
    info: true,
    trim: true,
    delimiter,
    relax_column_count: true,
    skip_empty_lines: true,
    record_delimiter: '\n',
    // An open quote is noticed here and not when the memory is full.
    max_record_size: 2 ** 28,
  };
  const advice = 'put the table there, or correct its name under source';
  const text = Readable.from(
    plainLineEnds(readText(given, { encoding, advice, ...(listener && { listener }) })),
  );
  const parser = text.pipe(parse(options));
  text.on('error', (error) => parser.destroy(error));
  try {
    for await (const { record, info } of parser as AsyncIterable<Row>)
      // Tables that are aligned by spaces have several of them between two cells.
      yield { record: delimiter === ' ' ? record.filter((cell) => cell !== '') : record, info };
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    const { message, lines } = cause as CsvError & { lines?: number };
    throw new DataError(
      lines === undefined
        ? `${name}: ${message}: correct the table`
        : `${name}:${lines}: ${message}: correct the row`,
      { cause },
    );
  } finally {
    text.destroy();
  }
}

function columnList(columns: readonly string[]): string {
  const shown = columns.slice(0, 20).join(', ');
  return columns.length > 20 ? `${shown}, …` : shown;
}
