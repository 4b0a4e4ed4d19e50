import { DataError } from '../data-error.ts';
import type { TimeSeriesFile } from './parse-time-series.ts';

/** How series are cut into samples. */
export interface WindowSettings {
  /** Points of a window. */
  window: number;
  /** Points from the start of one window to the next. */
  stride: number;
  /** Windows a series. */
  windows: number;
  /** Numbers of the channels to take, from 0; all where absent. */
  channels?: number[] | undefined;
}

/** Samples cut from series: `inputs` [samples, channels · window], channel after channel; `labels` [samples]. */
export interface WindowedSamples {
  inputs: Float64Array<ArrayBuffer>;
  labels: Int32Array<ArrayBuffer>;
}

/** Cuts every series into windows at the offsets 0, stride, 2·stride, …; samples are in the order of series, then offset. */
export function cutWindows(file: TimeSeriesFile, settings: WindowSettings): WindowedSamples {
  const { window, stride, windows } = settings;
  const available = file.series[0]!.channels.length;
  const channels = settings.channels ?? Array.from({ length: available }, (_, channel) => channel);
  const absent = channels.find((channel) => channel >= available);
  if (absent !== undefined)
    throw new DataError(
      `${file.name} has ${available} channels, channel ${absent} was asked for: name channels 0 to ${available - 1}`,
    );
  const needed = (windows - 1) * stride + window;
  if (needed > file.length) {
    throw new DataError(
      `${windows} windows of ${window} points at stride ${stride} need series of ${needed} points, those of ${file.name} have ` +
        `${file.length}: ask for at most ${Math.max(0, Math.floor((file.length - window) / stride) + 1)} windows, or for shorter ones`,
    );
  }
  const inputs = new Float64Array(file.series.length * windows * channels.length * window);
  const labels = new Int32Array(file.series.length * windows);
  for (const [index, series] of file.series.entries()) {
    for (let count = 0; count < windows; count++) {
      const sample = index * windows + count;
      labels[sample] = series.label;
      for (const [position, channel] of channels.entries()) {
        const values = series.channels[channel]!.subarray(count * stride, count * stride + window);
        inputs.set(values, (sample * channels.length + position) * window);
      }
    }
  }
  return { inputs, labels };
}
