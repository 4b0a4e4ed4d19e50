import { markdownTable } from './markdown-table.ts';

/** A comment is read, and has room for 65,536 characters: rows beyond these are counted, not listed. */
const MOST_ROWS = 60;

/** The first rows as a table, and a line that says how many more there are and which command shows them. */
export function firstRows(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  { right = [], command }: { right?: readonly number[]; command: string },
): string {
  const table = markdownTable(header, rows.slice(0, MOST_ROWS), right);
  return rows.length > MOST_ROWS ? `${table}\n\n${rows.length - MOST_ROWS} more: \`${command}\`` : table;
}
