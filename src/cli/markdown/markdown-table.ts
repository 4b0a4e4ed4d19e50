/** A table of Markdown; the cells are Markdown without a bar or a line break that is meant as such. `right` lists columns of numbers. */
export function markdownTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const marks = header.map((_, column) => (right.includes(column) ? '--:' : ':--'));
  return [header, marks, ...rows].map(line).join('\n');
}
