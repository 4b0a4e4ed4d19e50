import { DataError } from '../../data-error.ts';
import { shapeText, type ImportedSplit, type InputValues } from '../array.ts';
import { areConsecutive, chooseColumns, type ChosenColumns, type TableSettings } from './choose-columns.ts';
import { flattenCell } from './flatten-cell.ts';
import { NumberRows } from './number-rows.ts';
import { isMissingMark } from './missing-mark.ts';
import { cellText, isDecimal, readNumber } from './read-number.ts';
import type { Cell, Table, TableRow } from './table.ts';

/** Hears the share of a file that was read; may throw to stop. */
export type ReadingListener = (fraction: number) => void;

/** Where a table's numbers go, and who hears of it. */
export interface TableReading {
  /** Where numbers are put that are too many for memory; all stay in memory where absent. */
  folder?: string;
  listener?: ReadingListener;
}

/** Reads a table as samples: a sample a row, a class and numbers. */
export async function readTable(
  table: Table,
  settings: TableSettings,
  { folder, listener }: TableReading = {},
): Promise<ImportedSplit<InputValues>> {
  const chosen = chooseColumns(table, settings);
  using rows = new NumberRows(folder);
  const reader = new RowReader(table, settings, chosen, rows);
  for await (const row of table.rows([chosen.label, ...chosen.inputs])) {
    reader.add(row);
    listener?.(table.fraction());
  }
  return reader.finish();
}

/** Turns rows of cells into numbers and labels. */
class RowReader {
  readonly #table: Table;
  readonly #settings: TableSettings;
  readonly #chosen: ChosenColumns;
  readonly #rows: NumberRows;
  readonly #labels: string[] = [];
  readonly #numbers: number[] = [];
  /** The classes whose numbers the labels are. */
  readonly #coded: readonly string[] | undefined;
  #first: readonly Cell[] = [];
  #shape: number[] | undefined;

  constructor(table: Table, settings: TableSettings, chosen: ChosenColumns, rows: NumberRows) {
    this.#rows = rows;
    this.#table = table;
    this.#settings = settings;
    this.#chosen = chosen;
    this.#coded = table.codedClassesOf?.(chosen.label);
  }

  add({ cells, number }: TableRow): void {
    const [label, ...inputs] = cells;
    if (this.#labels.length === 0) {
      this.#first = cells;
      if (this.#table.unnamed === true) this.#refuseNames(inputs, number);
    }
    const text = this.#labelOf(label, number);
    if (text === '')
      throw new DataError(
        `${this.#placeOfColumn(number, this.#chosen.label)}: the class is missing: fill it or remove the row`,
      );
    this.#labels.push(text);
    this.#numbers.push(number);
    const row = inputs.some(isList) ? this.#flatten(inputs, number) : undefined;
    this.#rows.add(
      row ?? Float64Array.from(inputs, (cell, index) => readNumber(cell, () => this.#place(number, index))),
    );
  }

  finish(): ImportedSplit<InputValues> {
    const { name, unnamed, headerLine } = this.#table;
    const { count, width } = this.#rows;
    if (count === 0 || width === undefined)
      throw new DataError(`${name} has no rows${headerLine === undefined ? '' : ' below the header'}`);
    if (unnamed === true) this.#refuseHeader();
    else this.#refuseData();
    const { label } = this.#chosen;
    const declared = this.#coded ?? this.#table.classesOf?.(label);
    return {
      inputs: { name, shape: [count, ...(this.#shape ?? [width])], values: this.#rows.take() },
      labels: this.#labels,
      placeOfLabel: (sample) => this.#placeOfColumn(this.#numbers[sample]!, label),
      missingMarks: true,
      ...(declared !== undefined && { classes: [...declared] }),
    };
  }

  #labelOf(cell: Cell, number: number): string {
    const text = labelText(cell);
    const place = (): string => this.#placeOfColumn(number, this.#chosen.label);
    if (typeof cell === 'object' && cell !== null)
      throw new DataError(
        `${place()}: the label is ${text}, expected the name of a class or its whole number: ` +
          'make a column of names or numbers of it (of one-hot labels their argmax, of bytes a text)',
      );
    if (text.includes('\uFFFD'))
      throw new DataError(
        `${place()}: the label ${text} has a character that was lost (U+FFFD) when the file was made: correct it`,
      );
    if (this.#coded === undefined || text === '') return text;
    const name = this.#coded[Number(text)];
    if (name !== undefined) return name;
    const last = this.#coded.length - 1;
    throw new DataError(
      `${place()}: the label is ${text}, expected the number of one of the ${last + 1} classes that the data name, 0 to ${last}` +
        `${text === '-1' ? ' (-1 stands for no label)' : ''}: correct the label or remove the row`,
    );
  }

  /** A first row of words stands above numbers. */
  #refuseNames(inputs: readonly Cell[], number: number): void {
    const word = inputs.findIndex(
      (cell) => typeof cell === 'string' && !isDecimal(cell) && !isMissingMark(cell),
    );
    if (word < 0) return;
    throw new DataError(
      `${this.#place(number, word)}: the value is "${cellText(inputs[word])}", expected a finite number: ` +
        'where the first row names the columns, set header: true',
    );
  }

  /** A row of names that are numbers may have been taken for the first sample. */
  #refuseHeader(): void {
    const [label, ...inputs] = this.#first;
    const counts = Map.groupBy(this.#labels, (text) => text);
    const others = [...counts].filter(([text]) => text !== labelText(label));
    if (
      inputs.length < 2 ||
      others.length === 0 ||
      counts.get(labelText(label))!.length > 1 ||
      others.some(([, samples]) => samples.length < 2) ||
      !areConsecutive(inputs.map(String))
    )
      return;
    throw new DataError(
      `${this.#table.placeOf(this.#numbers[0]!)}: the first row counts ${cellText(inputs[0])}, ${cellText(inputs[1])}, … and no other row has its class ` +
        `"${cellText(label)}", as a row of names: set header: true, or name the classes under with.classes and remove the row where it is none`,
    );
  }

  /** A first row of data whose numbers count upwards may have been taken for the names. */
  #refuseData(): void {
    const { columns, headerLine, name } = this.#table;
    const { label } = this.#settings;
    const inputs = this.#chosen.inputs.map((position) => columns[position]!);
    if (headerLine === undefined || !areConsecutive(inputs) || areConsecutive(columns)) return;
    if (!this.#labels.includes(label)) return;
    throw new DataError(
      `${name}:${headerLine}: the first row has numbers and ${label}, which is a class of other rows too, so it is no row of names: ` +
        'set header: false and name the label by the number of its column',
    );
  }

  /** A row with lists: all rows are of the same shape as the first. */
  #flatten(inputs: readonly Cell[], number: number): Float64Array {
    const parts = inputs.map((cell, index) => flattenCell(cell, () => this.#place(number, index)));
    const shape =
      parts.length === 1 ? parts[0]!.shape : [parts.reduce((sum, { values }) => sum + values.length, 0)];
    this.#shape ??= shape;
    if (shapeText(shape) !== shapeText(this.#shape))
      throw new DataError(
        `${this.#table.placeOf(number)}: the inputs are of shape ${shapeText(shape)}, expected ${shapeText(this.#shape)} as in the first row: ` +
          'cut or fill the lists to one length',
      );
    return Float64Array.from(parts.flatMap(({ values }) => values));
  }

  #place(number: number, input: number): string {
    return this.#placeOfColumn(number, this.#chosen.inputs[input]!);
  }

  #placeOfColumn(number: number, position: number): string {
    return `${this.#table.placeOf(number)}: column ${this.#table.columns[position]!}`;
  }
}

function isList(cell: Cell): boolean {
  return Array.isArray(cell) || ArrayBuffer.isView(cell);
}

/** A label as a text; a missing one is the empty text. */
function labelText(cell: Cell): string {
  return cell === null || cell === undefined
    ? ''
    : typeof cell === 'object'
      ? cellText(cell)
      : String(cell).trim();
}
