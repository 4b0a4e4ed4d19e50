import { DataError } from '../../data-error.ts';
import { isDecimal } from './read-number.ts';
import type { Table } from './table.ts';

/** Which columns are the class and the inputs. */
export interface TableSettings {
  /** The column of the class. */
  label: string;
  /** The columns of the inputs, in their order; all others than the label where absent. */
  columns?: string[] | undefined;
}

/** Positions of columns. */
export interface ChosenColumns {
  label: number;
  inputs: number[];
}

/**
 * The positions of the columns that are meant.
 * @throws {DataError} where a column is not there, or a name in use could mean two columns, or names look like data
 */
export function chooseColumns(table: Table, { label, columns }: TableSettings): ChosenColumns {
  const places = new Map<string, number[]>();
  for (const [position, name] of table.columns.entries()) {
    const known = places.get(name);
    if (known === undefined) places.set(name, [position]);
    else known.push(position);
  }
  const only = table.columns.length === 1 ? table.columns[0]! : '';
  const find = (name: string): number => {
    const [position, second] = places.get(name) ?? [];
    if (position === undefined)
      throw new DataError(
        `${table.name} has no column ${name}; it has ${columnList(table.columns)}: correct the name under source` +
          (/[;\t|]/.test(table.columns.join('')) || /^[^,\s]+[, ]./.test(only) ? ', or the delimiter' : ''),
      );
    if (second === undefined) return position;
    throw new DataError(
      `${placeOfHeader(table)}: the columns ${position + 1} and ${second + 1} are both called ${name}: ` +
        'rename one in the file, or leave both out (source.columns)',
    );
  };
  if (columns !== undefined) {
    const inputs = columns.map(find);
    const chosen = { label: find(label), inputs };
    refuseRepeated(columns, label);
    return chosen;
  }
  const chosen = {
    label: find(label),
    inputs: [...table.columns.keys()].filter((i) => table.columns[i] !== label),
  };
  if (chosen.inputs.length === 0)
    throw new DataError(`${table.name} has no column besides ${label}, expected columns of inputs`);
  refuseUnnamed(table, chosen.inputs);
  for (const position of chosen.inputs) find(table.columns[position]!);
  return chosen;
}

function refuseRepeated(columns: readonly string[], label: string): void {
  const repeated = columns.find((name, index) => columns.indexOf(name, index + 1) > 0);
  if (repeated !== undefined)
    throw new DataError(`source.columns names ${repeated} twice, expected each column once: remove one`);
  if (columns.includes(label))
    throw new DataError(
      `source.columns names ${label}, which is the label, expected other columns: the inputs would hold the answer`,
    );
}

/** Columns of row numbers, and a first row of data that was taken for the names. */
function refuseUnnamed(table: Table, inputs: readonly number[]): void {
  if (table.unnamed === true) return;
  const unnamed = inputs.find((position) => isRowNumber(table.columns[position]!));
  if (unnamed !== undefined) {
    const name = table.columns[unnamed]!;
    throw new DataError(
      `${placeOfHeader(table)}: column ${unnamed + 1} ${name === '' ? 'has no name' : `is called ${name}`}, as a column of row numbers: ` +
        'name the columns of the inputs (source.columns), or name this one in the file',
    );
  }
  if (table.headerLine === undefined) return;
  const numbers = inputs.filter((position) => isDecimal(table.columns[position]!));
  if (numbers.length === 0 || areConsecutive(numbers.map((position) => table.columns[position]!))) return;
  throw new DataError(
    `${placeOfHeader(table)}: the names of the columns are numbers, as ${table.columns[numbers[0]!]!} of column ${numbers[0]! + 1}: ` +
      'where the first row is data, set header: false and name the label by its number; where they are names, list those of the inputs (source.columns)',
  );
}

/** Whether pandas wrote the column for the index of a table, or so called a column without a name, and R likewise. */
function isRowNumber(name: string): boolean {
  return name === '' || /^(?:__index_level_\d+__|Unnamed: \d+(?:\.\d+)?|\.\.\.\d+)$/.test(name);
}

/** Whether texts are the numbers 0, 1, 2, … or 1, 2, 3, …, as columns without names are called. */
export function areConsecutive(texts: readonly string[]): boolean {
  const first = Number(texts[0]);
  return (first === 0 || first === 1) && texts.every((text, index) => text === String(first + index));
}

function placeOfHeader({ name, headerLine }: Table): string {
  return headerLine === undefined ? name : `${name}:${headerLine}`;
}

/** Some 20 names, and how many more there are. */
function columnList(columns: readonly string[]): string {
  const shown = columns.slice(0, 20).join(', ');
  return columns.length > 20 ? `${shown} and ${columns.length - 20} more` : shown;
}
