import { stat } from 'node:fs/promises';
import { DataError, type DataLocation } from '../../data-error.ts';
import type { GivenPath } from '../../find-file.ts';
import { readLines } from '../../text/read-lines.ts';
import { arffFields, type ArffField } from './arff-fields.ts';
import { ArffHeader, type ArffAttribute } from './arff-header.ts';
import type { Cell, Table, TableRow } from '../table/table.ts';

/** How an ARFF file is written. */
export interface ArffSettings {
  /** UTF-8, or what a byte order mark says, where absent. */
  encoding?: string | undefined;
}

const advice = 'put the table there, or correct its name under source';

/** Opens an ARFF file (Weka, the UCR and UEA archives); a relational column holds a list of channels, each of numbers. */
export async function arffTable(given: GivenPath, { encoding }: ArffSettings): Promise<Table> {
  const { path, name } = given;
  const { attributes } = await readHeader(given, encoding);
  let size = 0;
  let bytes = 0;
  async function* rows(wanted: readonly number[]): AsyncGenerator<TableRow> {
    ({ size } = await stat(path));
    const header = new ArffHeader();
    let line = 0;
    const listener = (read: number): void => {
      bytes = read;
    };
    for await (const text of readLines(given, { encoding, advice, listener })) {
      const location = { file: name, line: ++line, column: 1 };
      if (!header.done) header.add(text, location);
      else if (text.trim() !== '' && !text.trimStart().startsWith('%'))
        yield { cells: parseRow(text, wanted, attributes, location), number: line };
    }
  }
  return {
    name,
    columns: attributes.map((attribute) => attribute.name),
    classesOf: (column) => attributes[column]!.values,
    fraction: () => Math.min(bytes / size, 1),
    placeOf: (line) => `${name}:${line}`,
    rows,
  };
}

async function readHeader(given: GivenPath, encoding: string | undefined): Promise<ArffHeader> {
  const header = new ArffHeader();
  const location = { file: given.name, line: 0, column: 1 };
  for await (const text of readLines(given, { encoding, advice })) {
    header.add(text, { ...location, line: ++location.line });
    if (header.done) return header;
  }
  throw new DataError('the file ends without @data, expected it before the rows', {
    location: { ...location, line: Math.max(location.line, 1) },
  });
}

function parseRow(
  text: string,
  wanted: readonly number[],
  attributes: readonly ArffAttribute[],
  location: DataLocation,
): Cell[] {
  try {
    const line = text.trim();
    const fields = line.startsWith('{') ? sparseFields(line, attributes) : arffFields(line);
    // A weight, as Weka writes it behind a row, says how often the row counts.
    if (fields.length === attributes.length + 1 && /^\{.*\}$/.test(fields.at(-1)!.text))
      throw new RangeError(
        `the row has a weight ${fields.at(-1)!.text}, expected rows that count once: repeat or drop the row`,
      );
    if (fields.length !== attributes.length)
      throw new RangeError(
        `the row has ${fields.length} values, expected ${attributes.length} by the @attribute lines`,
      );
    return wanted.map((column) => cellOf(fields[column]!, attributes[column]!));
  } catch (cause) {
    if (cause instanceof RangeError) throw new DataError(cause.message, { location, cause });
    throw cause;
  }
}

/** A sparse row, `{1 3.5, 4 yes}`: what is not named is 0, or the first value of a nominal column. */
function sparseFields(line: string, attributes: readonly ArffAttribute[]): ArffField[] {
  if (!line.endsWith('}')) throw new RangeError('the sparse row is not closed, expected "}" at its end');
  const fields = attributes.map(({ values }) => ({ text: values?.[0] ?? '0', quoted: false, column: 1 }));
  const inner = line.slice(1, -1).trim();
  if (inner === '') return fields;
  const seen = new Set<number>();
  for (const part of splitPairs(inner)) {
    const [, index = '', value = ''] = /^(\d+)\s+(.*)$/.exec(part) ?? [];
    const column = Number(index);
    if (index === '' || column >= attributes.length || seen.has(column))
      throw new RangeError(
        `"${part}" names no column, expected a number from 0 to ${attributes.length - 1}, each once`,
      );
    seen.add(column);
    fields[column] = arffFields(value)[0]!;
  }
  return fields;
}

function splitPairs(text: string): string[] {
  return text.match(/(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^,])+/g)?.map((part) => part.trim()) ?? [];
}

function cellOf({ text, quoted }: ArffField, { type, values, name }: ArffAttribute): Cell {
  if (text === '?' && !quoted) return undefined;
  if (type === 'relational')
    return text
      .split('\n')
      .map((channel) => channel.split(',').map((value) => (value.trim() === '?' ? undefined : value.trim())));
  if (type === 'nominal' && !values!.includes(text))
    throw new RangeError(`the value of ${name} is "${text}", expected one of ${values!.join(', ')}`);
  return text;
}
