import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatasetDescription } from '../../artifacts/dataset.ts';
import { Standardizer } from '../standardize.ts';
import { DatasetWriter, type DatasetPlan, type SplitName } from '../write-dataset.ts';
import { findCifarFiles, type CifarFiles } from './find-files.ts';
import { countRecords, PIXEL_BYTES, readRecords } from './records.ts';

const CHANNELS = 3;

/** How the images become inputs (R15). */
export interface CifarSettings {
  /** `channels`: each colour to mean 0 and standard deviation 1 over the training images. */
  standardize: 'none' | 'channels';
}

/**
 * Turns what a download stage received into the CIFAR-10 dataset.
 * @param input the folder of the download
 * @param folder the dataset folder to fill
 * @param settings how the images become inputs
 * @param onProgress hears the fraction done, and may throw to stop
 */
export async function prepareCifar10(
  input: string,
  folder: string,
  settings: CifarSettings,
  onProgress: (fraction: number) => void,
): Promise<DatasetDescription> {
  const scratch = join(folder, 'unpacked');
  try {
    const files = await findCifarFiles(input, scratch);
    const standardizer = settings.standardize === 'channels' ? await learn(files) : undefined;
    using writer = new DatasetWriter(folder, await plan(files, standardizer));
    const splits: [SplitName, CifarFiles['train']][] = [
      ['train', files.train],
      ['test', files.test === undefined ? [] : [files.test]],
    ];
    let done = 0;
    for (const [split, parts] of splits) {
      for (const part of parts) {
        for await (const { pixels, labels } of readRecords(part, files.classes))
          writer.append(split, standardizer?.apply(pixels) ?? pixels, labels);
        onProgress(++done / (files.train.length + 1));
      }
    }
    return writer.finish();
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function learn({ train, classes }: CifarFiles): Promise<Standardizer> {
  const pixelsAChannel = PIXEL_BYTES / CHANNELS;
  const standardizer = new Standardizer(PIXEL_BYTES, {
    count: CHANNELS,
    of: (column) => Math.floor(column / pixelsAChannel),
  });
  for (const file of train)
    for await (const { pixels } of readRecords(file, classes)) standardizer.learn(pixels);
  return standardizer;
}

async function plan(files: CifarFiles, standardizer: Standardizer | undefined): Promise<DatasetPlan> {
  let samples = 0;
  for (const file of files.train) samples += await countRecords(file);
  return {
    name: 'cifar-10',
    title: 'CIFAR-10',
    classes: files.classes,
    inputShape: [CHANNELS, 32, 32],
    encoding:
      standardizer === undefined ? { type: 'uint8', scale: 1 / 255, channels: 1 } : { type: 'float64' },
    attribution:
      'CIFAR-10 (A. Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009, ' +
      'https://www.cs.toronto.edu/~kriz/cifar.html), published without a licence: cite the report when using it.',
    ...(files.unverified.length > 0 && { unverified: files.unverified }),
    readings: [
      standardizer === undefined ? 'R15: values byte/255, not standardised.' : describe(standardizer),
    ],
    splits: {
      train: { samples },
      ...(files.test !== undefined && { test: { samples: await countRecords(files.test) } }),
    },
  };
}

function describe({ means, standardDeviations }: Standardizer): string {
  const list = (values: Float64Array): string =>
    Array.from(values, (value) => (value / 255).toFixed(4)).join(', ');
  return (
    'R15: each colour standardised over the training images: ' +
    `(byte/255 − mean)/σ with means ${list(means)} and σ ${list(standardDeviations)} for red, green and blue.`
  );
}
