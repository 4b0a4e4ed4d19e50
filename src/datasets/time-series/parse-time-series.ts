import { DataError } from '../data-error.ts';
import { parseHeader, type TimeSeriesHeader } from './parse-header.ts';

/** One recorded case: its class and one row of values a channel. */
interface LabelledSeries {
  /** Number of the class in `TimeSeriesFile.classes`. */
  label: number;
  /** [channels][length]. */
  channels: Float64Array[];
}

/** What a `.ts` file of the UEA multivariate archive (aeon format) holds; all series are of one length. */
export interface TimeSeriesFile {
  name: string;
  classes: string[];
  length: number;
  series: LabelledSeries[];
}

/**
 * Parses a `.ts` file: a head of `@` lines, then a line a case, its channels separated by `:`, their values by `,`, the
 * class last.
 * @param text the whole file
 * @param file its name, for messages
 */
export function parseTimeSeries(text: string, file: string): TimeSeriesFile {
  const lines = text.split(/\r?\n/);
  const header = parseHeader(lines, file);
  const series: LabelledSeries[] = [];
  let length = header.length;
  for (let line = header.lines; line < lines.length; line++) {
    if (lines[line]!.trim() === '' || lines[line]!.startsWith('#')) continue;
    const parsed = parseCase(lines[line]!, { file, line: line + 1 }, header, length);
    length ??= parsed.channels[0]!.length;
    series.push(parsed);
  }
  if (length === undefined || series.length === 0) {
    const location = { file, line: lines.length, column: 1 };
    throw new DataError('there is no case after @data, expected a line of values for each', { location });
  }
  return { name: header.name, classes: header.classes, length, series };
}

function parseCase(
  text: string,
  place: { file: string; line: number },
  header: TimeSeriesHeader,
  length: number | undefined,
): LabelledSeries {
  const fields = text.split(':');
  if (fields.length !== header.channels + 1) {
    throw new DataError(
      `the case has ${fields.length} fields separated by ":", expected ${header.channels + 1}: ${header.channels} ` +
        `${header.channels === 1 ? 'channel' : 'channels'} and the class`,
      { location: { ...place, column: 1 } },
    );
  }
  const channels: Float64Array[] = [];
  let column = 1;
  for (const field of fields.slice(0, -1)) {
    const values = parseValues(field, { ...place, column });
    const expected = length ?? channels[0]?.length ?? values.length;
    if (values.length !== expected) {
      throw new DataError(
        `channel ${channels.length + 1} has ${values.length} values, expected ${expected} as in the other series: ` +
          'series of unequal length cannot be cut into the same windows',
        { location: { ...place, column } },
      );
    }
    channels.push(values);
    column += field.length + 1;
  }
  const label = header.classes.indexOf(fields.at(-1)!.trim());
  if (label >= 0) return { label, channels };
  throw new DataError(
    `the class is "${fields.at(-1)!.trim()}", expected one of @classLabel: ${header.classes.join(', ')}`,
    { location: { ...place, column } },
  );
}

function parseValues(field: string, start: { file: string; line: number; column: number }): Float64Array {
  const words = field.split(',');
  const values = new Float64Array(words.length);
  let { column } = start;
  for (const [index, word] of words.entries()) {
    const value = word.trim() === '' ? NaN : Number(word);
    if (!Number.isFinite(value)) {
      const missing = /^\s*(\?|nan)?\s*$/i.test(word);
      throw new DataError(
        missing
          ? `value ${index + 1} of the channel is missing ("${word.trim()}"), expected a finite number: fill the gap or leave the case out`
          : `value ${index + 1} of the channel is "${word.trim()}", expected a finite number`,
        { location: { ...start, column } },
      );
    }
    values[index] = value;
    column += word.length + 1;
  }
  return values;
}
