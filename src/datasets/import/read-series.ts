import type { GivenPath } from '../find-file.ts';
import { readTimeSeries } from '../time-series/prepare-time-series.ts';
import type { ImportedSplit } from './array.ts';

/** Reads whole series of a `.ts` file: inputs [cases, channels, length], classes as `@classLabel` has them. */
export async function readSeries(given: GivenPath, encoding?: string): Promise<ImportedSplit> {
  const { classes, length, series } = await readTimeSeries(given, encoding);
  const channels = series[0]!.channels.length;
  const values = new Float64Array(series.length * channels * length);
  for (const [index, recording] of series.entries())
    for (const [channel, points] of recording.channels.entries())
      values.set(points, (index * channels + channel) * length);
  return {
    inputs: { name: given.name, shape: [series.length, channels, length], values },
    labels: series.map(({ label }) => classes[label]!),
    placeOfLabel: (sample) => `${given.name}, case ${sample + 1}`,
    classes,
  };
}
