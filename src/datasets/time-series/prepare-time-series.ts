import type { DatasetDescription } from '../../artifacts/dataset.ts';
import { DataError } from '../data-error.ts';
import type { GivenPath } from '../find-file.ts';
import { readLines } from '../text/read-lines.ts';
import { DatasetWriter } from '../write-dataset.ts';
import { cutWindows, type WindowedSamples, type WindowSettings } from './cut-windows.ts';
import { TimeSeriesParser, type TimeSeriesFile } from './parse-time-series.ts';

/** What a dataset of windows is called and where it comes from. */
export interface SeriesDataset {
  name: string;
  title: string;
  attribution: string;
  readings: string[];
}

/** Reads a `.ts` file, packed with gzip or zstd or not. */
export async function readTimeSeries(given: GivenPath, encoding?: string): Promise<TimeSeriesFile> {
  const parser = new TimeSeriesParser(given.name);
  const advice = 'put the .ts file there, or correct the path under needs';
  for await (const line of readLines(given, { encoding, advice })) parser.add(line);
  return parser.finish();
}

/**
 * Cuts the series of two `.ts` files into windows and writes them as the splits of a dataset.
 * @param describe says what the dataset is, from what its files say of themselves
 */
export async function prepareTimeSeries(
  folder: string,
  describe: (train: TimeSeriesFile) => SeriesDataset,
  files: { train: GivenPath; test?: GivenPath | undefined },
  settings: WindowSettings,
): Promise<DatasetDescription> {
  const series = {
    train: await readTimeSeries(files.train),
    test: files.test && (await readTimeSeries(files.test)),
  };
  const { classes } = series.train;
  if (series.test !== undefined && series.test.classes.join() !== classes.join()) {
    throw new DataError(
      `${files.test!.name} has the classes ${series.test.classes.join(', ')}, expected those of ${files.train.name}: ${classes.join(', ')}`,
    );
  }
  const train = cutWindows(series.train, settings);
  const test = series.test && cutWindows(series.test, settings);
  const channels = channelsOf(train, settings);
  if (test !== undefined && channelsOf(test, settings) !== channels)
    throw new DataError(
      `${files.test!.name} has series of ${channelsOf(test, settings)} channels, expected ${channels} as ${files.train.name} has: ` +
        'name channels that both have (with.channels)',
    );
  using writer = new DatasetWriter(folder, {
    ...describe(series.train),
    classes,
    inputShape: [channels, settings.window],
    encoding: { type: 'float64' },
    splits: {
      train: { samples: train.labels.length },
      ...(test && { test: { samples: test.labels.length } }),
    },
  });
  writer.append('train', train.inputs, train.labels);
  if (test !== undefined) writer.append('test', test.inputs, test.labels);
  return writer.finish();
}

function channelsOf({ inputs, labels }: WindowedSamples, { window }: WindowSettings): number {
  return inputs.length / labels.length / window;
}
