import { DataError } from '../data-error.ts';

/** What the `@` lines of a `.ts` file declare. */
export interface TimeSeriesHeader {
  name: string;
  /** Number of channels, where it is declared; else the first case tells. */
  channels?: number;
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
  'targetlabel',
  'data',
];

interface Declaration {
  value: string;
  line: number;
}

/** Whether a line of a `.ts` file holds nothing: comments begin with `#` or `%`. */
export function isComment(line: string): boolean {
  return /^\s*(?:[#%]|$)/.test(line);
}

/** Reads the head of a `.ts` file, whose lines these are, as aeon does: spaces and the case of keywords do not matter. */
export function parseSeriesHeader(lines: readonly string[], file: string): TimeSeriesHeader {
  if (lines.every((line) => line.trim() === '')) {
    const location = { file, line: 1, column: 1 };
    throw new DataError('the file is empty, expected a .ts file that begins with @problemName', { location });
  }
  const declarations = new Map<string, Declaration>();
  for (const [index, text] of lines.entries()) {
    if (isComment(text)) continue;
    const location = { file, line: index + 1, column: 1 };
    const [, word, value] = /^@(\S+)\s*(.*)$/.exec(text.trim()) ?? [];
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
  const target = declarations.get('targetlabel');
  if (isTrue(target)) {
    throw new DataError(
      '@targetLabel is true, expected @classLabel: measured values are no classes; make classes of them, as low and high',
      { location: { file, line: target!.line, column: 1 } },
    );
  }
  const { value: classes = 'false', line: classLine = lines } = declarations.get('classlabel') ?? {};
  const [labelled, ...names] = classes.split(/\s+/);
  if (labelled?.toLowerCase() !== 'true' || names.length < 2) {
    throw new DataError(
      `@classLabel is "${classes}", expected "true" and the names of two classes or more: without classes there is nothing to learn`,
      { location: { file, line: classLine, column: 1 } },
    );
  }
  const stamped = declarations.get('timestamps');
  if (isTrue(stamped)) {
    throw new DataError('@timeStamps is true, expected false: only evenly sampled series are read', {
      location: { file, line: stamped!.line, column: 1 },
    });
  }
  const length = wholeNumber(declarations.get('serieslength'), '@seriesLength', file);
  const declared = wholeNumber(
    declarations.get('dimensions') ?? declarations.get('dimension'),
    '@dimensions',
    file,
  );
  const channels = declared ?? (isTrue(declarations.get('univariate')) ? 1 : undefined);
  const name = declarations.get('problemname')?.value ?? file;
  return {
    name,
    ...(channels !== undefined && { channels }),
    classes: names,
    ...(length !== undefined && { length }),
    lines,
  };
}

function isTrue(declaration: Declaration | undefined): boolean {
  return declaration?.value.toLowerCase() === 'true';
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
