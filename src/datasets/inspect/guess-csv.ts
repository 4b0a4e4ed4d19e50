import type { GivenPath } from '../find-file.ts';
import { readLines } from '../text/read-lines.ts';
import { isMissingMark } from '../import/table/missing-mark.ts';
import { areConsecutive } from '../import/table/choose-columns.ts';
import { isDecimal } from '../import/table/read-number.ts';

/** How a table in text seems to be written. */
export interface CsvGuess {
  delimiter: string;
  header: boolean;
}

const LINES = 20;

/** Guesses the delimiter (the one that cuts the first lines into equally many fields, the most) and whether a header stands above. */
export async function guessCsv(given: GivenPath, encoding?: string): Promise<CsvGuess> {
  const lines: string[] = [];
  for await (const line of readLines(given, { encoding, advice: 'correct the path' })) {
    if (line.trim() !== '') lines.push(line);
    if (lines.length === LINES) break;
  }
  const fields = (line: string, delimiter: string): string[] => {
    const cells = line.replaceAll(/"[^"]*"/g, 'x').split(delimiter);
    return delimiter === ' ' ? cells.filter((cell) => cell.trim() !== '') : cells;
  };
  const counted = (delimiter: string): { delimiter: string; width: number } => {
    const widths = lines.map((line) => fields(line, delimiter).length);
    return { delimiter, width: widths.every((width) => width === widths[0]) ? (widths[0] ?? 1) : 1 };
  };
  const [best] = [',', ';', '\t', '|'].map(counted).sort((a, b) => b.width - a.width);
  // Spaces may stand within cells, so they come last.
  const delimiter = best!.width > 1 ? best!.delimiter : counted(' ').width > 1 ? ' ' : ',';
  const [first = [], ...others] = lines.map((line) => fields(line, delimiter).map((field) => field.trim()));
  const isNumber = (text: string): boolean => isDecimal(text) || isMissingMark(text);
  const numbers = first.filter((text) => isDecimal(text));
  // A column of numbers under a word; or the numbers of the columns.
  const named = first.some(
    (text, column) => !isNumber(text) && others.every((row) => isNumber(row[column] ?? '')),
  );
  const areNumbered = numbers.length >= 2 && numbers.length >= first.length - 1 && areConsecutive(numbers);
  return { delimiter, header: numbers.length === 0 || areNumbered || (named && others.length > 0) };
}
