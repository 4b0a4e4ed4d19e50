import { DataError } from '../data-error.ts';

/** What the `@` lines of a `.ts` file declare. */
export interface TimeSeriesHeader {
  name: string;
  channels: number;
  classes: string[];
  /** Common length of the series, where it is declared. */
  length?: number;
  /** Number of lines up to and with `@data`. */
  lines: number;
}

const keywords = [
  'problemname',
  'timestamps',
  'missing',
  'univariate',
  'dimension',
  'dimensions',
  'equallength',
  'serieslength',
  'classlabel',
  'data',
];

interface Declaration {
  value: string;
  line: number;
}

/** Reads the head of a `.ts` file, whose lines these are; comments begin with `#`. */
export function parseHeader(lines: readonly string[], file: string): TimeSeriesHeader {
  if (lines.every((line) => line.trim() === '')) {
    const location = { file, line: 1, column: 1 };
    throw new DataError('the file is empty, expected a .ts file that begins with @problemName', { location });
  }
  const declarations = new Map<string, Declaration>();
  for (const [index, text] of lines.entries()) {
    if (text.trim() === '' || text.startsWith('#')) continue;
    const location = { file, line: index + 1, column: 1 };
    const [, word, value] = /^@(\S+)\s*(.*)$/.exec(text) ?? [];
    const keyword = word?.toLowerCase();
    if (word === undefined || keyword === undefined || value === undefined)
      throw new DataError('there are values before @data, expected a line that begins with @ or #', {
        location,
      });
    if (!keywords.includes(keyword)) {
      const known =
        '@problemName, @timeStamps, @missing, @univariate, @dimensions, @equalLength, @seriesLength, @classLabel, @data';
      throw new DataError(`@${word} is unknown, expected one of ${known}`, { location });
    }
    declarations.set(keyword, { value: value.trim(), line: index + 1 });
    if (keyword === 'data') return interpret(declarations, file, index + 1);
  }
  throw new DataError('the file ends without @data, expected it before the cases', {
    location: { file, line: lines.length, column: 1 },
  });
}

function interpret(declarations: Map<string, Declaration>, file: string, lines: number): TimeSeriesHeader {
  const { value: classes = 'false', line: classLine = lines } = declarations.get('classlabel') ?? {};
  const [labelled, ...names] = classes.split(/\s+/);
  if (labelled !== 'true' || names.length < 2) {
    throw new DataError(
      `@classLabel is "${classes}", expected "true" and the names of two classes or more: without classes there is nothing to learn`,
      { location: { file, line: classLine, column: 1 } },
    );
  }
  const stamped = declarations.get('timestamps');
  if (stamped?.value === 'true') {
    throw new DataError('@timeStamps is true, expected false: only evenly sampled series are read', {
      location: { file, line: stamped.line, column: 1 },
    });
  }
  const length = wholeNumber(declarations.get('serieslength'), '@seriesLength', file);
  const univariate = declarations.get('univariate')?.value === 'true';
  const declared = wholeNumber(
    declarations.get('dimensions') ?? declarations.get('dimension'),
    '@dimensions',
    file,
  );
  const channels = declared ?? (univariate ? 1 : undefined);
  if (channels === undefined) {
    throw new DataError('there is no @dimensions, expected the number of channels of a series', {
      location: { file, line: lines, column: 1 },
    });
  }
  const name = declarations.get('problemname')?.value ?? file;
  return { name, channels, classes: names, ...(length !== undefined && { length }), lines };
}

function wholeNumber(
  declaration: Declaration | undefined,
  keyword: string,
  file: string,
): number | undefined {
  if (declaration === undefined) return undefined;
  const value = Number(declaration.value);
  if (Number.isInteger(value) && value > 0) return value;
  throw new DataError(`${keyword} is "${declaration.value}", expected a whole number above 0`, {
    location: { file, line: declaration.line, column: 1 },
  });
}
