import { DataError } from '../data-error.ts';
import { labelKey } from '../import/label-key.ts';
import { isComment, parseSeriesHeader, type TimeSeriesHeader } from './parse-series-header.ts';
import { parseValues } from './parse-values.ts';

/** One recorded case: its class and one row of values a channel. */
export interface LabelledSeries {
  /** Number of the class in `TimeSeriesFile.classes`. */
  label: number;
  /** [channels][length]. */
  channels: Float64Array[];
}

/** What a `.ts` file of the UCR and UEA archives (aeon format) holds; all series are of one length. */
export interface TimeSeriesFile {
  name: string;
  classes: string[];
  length: number;
  series: LabelledSeries[];
}

/**
 * Parses a `.ts` file line by line: a head of `@` lines, then a line a case, its channels separated by `:`, their values
 * by `,`, the class last.
 */
export class TimeSeriesParser {
  readonly #file: string;
  readonly #head: string[] = [];
  readonly #series: LabelledSeries[] = [];
  #header: TimeSeriesHeader | undefined;
  #line = 0;
  #channels: number | undefined;
  #length: number | undefined;

  /** @param file its name, for messages */
  constructor(file: string) {
    this.#file = file;
  }

  add(line: string): void {
    this.#line++;
    if (this.#header === undefined) {
      this.#head.push(line);
      if (/^\s*@data\b/i.test(line)) this.#takeHeader();
      return;
    }
    if (isComment(line)) return;
    const parsed = this.#parseCase(line, this.#header);
    this.#channels ??= parsed.channels.length;
    this.#length ??= parsed.channels[0]!.length;
    this.#series.push(parsed);
  }

  finish(): TimeSeriesFile {
    const { name, classes } = this.#header ?? parseSeriesHeader(this.#head, this.#file);
    if (this.#length === undefined || this.#series.length === 0) {
      const location = { file: this.#file, line: this.#line, column: 1 };
      throw new DataError('there is no case after @data, expected a line of values for each', { location });
    }
    return { name, classes, length: this.#length, series: this.#series };
  }

  #takeHeader(): void {
    this.#header = parseSeriesHeader(this.#head, this.#file);
    this.#channels = this.#header.channels;
    this.#length = this.#header.length;
  }

  #parseCase(text: string, { classes }: TimeSeriesHeader): LabelledSeries {
    const place = { file: this.#file, line: this.#line };
    const fields = text.split(':');
    const expectedChannels = this.#channels ?? Math.max(fields.length - 1, 1);
    if (fields.length !== expectedChannels + 1) {
      throw new DataError(
        `the case has ${fields.length} fields separated by ":", expected ${expectedChannels + 1}: ${expectedChannels} ` +
          `${expectedChannels === 1 ? 'channel' : 'channels'} and the class`,
        { location: { ...place, column: 1 } },
      );
    }
    const channels: Float64Array[] = [];
    let column = 1;
    for (const field of fields.slice(0, -1)) {
      const values = parseValues(field, { ...place, column });
      const expected = this.#length ?? channels[0]?.length ?? values.length;
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
    const label = classNumber(fields.at(-1)!.trim(), classes);
    if (label >= 0) return { label, channels };
    throw new DataError(
      `the class is "${fields.at(-1)!.trim()}", expected one of @classLabel: ${classes.join(', ')}`,
      { location: { ...place, column } },
    );
  }
}

/** The number of a class: by its name; else as numbers (1.0 is 1), or without regard to case, as aeon reads them. */
function classNumber(text: string, classes: readonly string[]): number {
  const exact = classes.indexOf(text);
  if (exact >= 0) return exact;
  const like = classes.flatMap((name, index) =>
    labelKey(name).toLowerCase() === labelKey(text).toLowerCase() ? [index] : [],
  );
  return like.length === 1 ? like[0]! : -1;
}
