import { TimeSeriesParser, type TimeSeriesFile } from '../src/datasets/time-series/parse-time-series.ts';

/** Parses the text of a whole `.ts` file, line by line as a stage does. */
export function parseTimeSeries(text: string, file: string): TimeSeriesFile {
  const parser = new TimeSeriesParser(file);
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) parser.add(line);
  return parser.finish();
}
