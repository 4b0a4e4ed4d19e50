import { readFile } from 'node:fs/promises';
import type { DatasetDescription } from '../../artifacts/dataset.ts';
import { DataError } from '../data-error.ts';
import type { GivenPath } from '../find-file.ts';
import { DatasetWriter } from '../write-dataset.ts';
import { cutWindows, type WindowSettings } from './cut-windows.ts';
import { parseTimeSeries, type TimeSeriesFile } from './parse-time-series.ts';

/** What a dataset of windows is called and where it comes from. */
export interface SeriesDataset {
  name: string;
  title: string;
  attribution: string;
  readings: string[];
}

/** Reads a `.ts` file. */
export async function readTimeSeries({ path, name }: GivenPath): Promise<TimeSeriesFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new DataError(
      `${name}: the file cannot be read (${(cause as Error).message}): put the .ts file there, or correct the path under needs`,
      { cause },
    );
  }
  return parseTimeSeries(text, name);
}

/** Cuts the series of two `.ts` files into windows and writes them as the splits of a dataset. */
export async function prepareTimeSeries(
  folder: string,
  dataset: SeriesDataset,
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
  const channels = train.inputs.length / train.labels.length / settings.window;
  using writer = new DatasetWriter(folder, {
    ...dataset,
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
