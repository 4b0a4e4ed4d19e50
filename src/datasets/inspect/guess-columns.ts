import type { Table } from '../import/table/table.ts';
import type { ColumnLook, TableLook } from './table-columns.ts';

/** Which column seems to be the class, and which the inputs where they are not all others. */
export interface ColumnGuess {
  label?: string;
  columns?: string[];
  /** Columns that are no inputs, and why. */
  left: string[];
}

/** How columns of classes are called, the plainest first. */
const labelNames = [
  'label',
  'labels',
  'class',
  'classes',
  'target',
  'targets',
  'y',
  'species',
  'category',
  'kind',
  'type',
  'diagnosis',
  'outcome',
  'activity',
];

/** Guesses the column of the class: one whose classes the file names, one that is called so, the only one of names, or the last. */
export function guessColumns(table: Table, { columns }: TableLook, asked?: string): ColumnGuess {
  const label = asked ?? guessLabel(table, columns);
  const others = columns.filter(({ name }) => name !== label);
  const unfit = others.filter((column) => whyUnfit(column, table) !== undefined);
  const fit = others.filter((column) => !unfit.includes(column)).map(({ name }) => name);
  return {
    ...(label !== undefined && { label }),
    // Of a wide table only some columns were looked at.
    ...(unfit.length > 0 && columns.length === table.columns.length && { columns: fit }),
    left: unfit.map((column) => `${column.name || '(no name)'}: ${whyUnfit(column, table)!}`),
  };
}

function guessLabel(table: Table, columns: readonly ColumnLook[]): string | undefined {
  const declared = table.columns.find((_, position) => table.codedClassesOf?.(position) !== undefined);
  if (declared !== undefined) return declared;
  const fit = columns.filter(({ holds }) => holds === 'names' || holds === 'whole numbers');
  const called = labelNames.flatMap((word) => fit.filter(({ name }) => name.toLowerCase() === word));
  if (called.length > 0) return called[0]!.name;
  const nominal = table.columns.filter((_, position) => table.classesOf?.(position) !== undefined);
  if (nominal.length === 1) return nominal[0];
  const names = columns.filter(({ holds, distinct }) => holds === 'names' && distinct > 1 && distinct <= 20);
  if (names.length === 1) return names[0]!.name;
  const last = columns.at(-1);
  return last?.holds === 'whole numbers' && last.distinct > 1 && last.distinct <= 20 ? last.name : undefined;
}

function whyUnfit({ name, holds, missing }: ColumnLook, table: Table): string | undefined {
  if (holds === 'names' || holds === 'other') return holds === 'names' ? 'names, no numbers' : 'no numbers';
  if (missing > 0) return `${missing} of the first values are missing`;
  if (table.columns.filter((other) => other === name).length > 1) return 'another column has this name';
  return /^(?:|id|index|unnamed: 0|__index_level_\d+__)$/i.test(name) && table.unnamed !== true
    ? 'a number of the row'
    : undefined;
}
