/** A field of a row, with the column (from 1) where it begins. */
export interface ArffField {
  text: string;
  /** A quoted field is never a missing mark. */
  quoted: boolean;
  column: number;
}

const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r' };
const isSpace = (text: string | undefined): boolean => text === ' ' || text === '\t';

/**
 * Splits a line of an ARFF file at a separator outside quotes: single or double, with backslash escapes inside.
 * @throws {RangeError} at a quote that is not closed, or text behind a closed one
 */
export function arffFields(line: string, separators = ','): ArffField[] {
  const fields: ArffField[] = [];
  let at = 0;
  for (;;) {
    while (isSpace(line[at]) && !separators.includes(line[at]!)) at++;
    const column = at + 1;
    const quote = line[at];
    let text = '';
    if (quote === "'" || quote === '"') {
      at++;
      for (; line[at] !== quote; at++) {
        if (at >= line.length) throw new RangeError(`the quote of column ${column} is not closed`);
        if (line[at] === '\\') text += escapes[line[++at] ?? ''] ?? line[at] ?? '';
        else text += line[at]!;
      }
      at++;
      while (isSpace(line[at]) && !separators.includes(line[at]!)) at++;
      if (at < line.length && !separators.includes(line[at]!))
        throw new RangeError(`"${line.slice(at, at + 20)}" follows a quoted value`);
      fields.push({ text, quoted: true, column });
    } else {
      const start = at;
      while (at < line.length && !separators.includes(line[at]!)) at++;
      fields.push({ text: line.slice(start, at).trim(), quoted: false, column });
    }
    if (at >= line.length) return fields;
    at++;
  }
}
