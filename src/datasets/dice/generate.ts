import { setImmediate } from 'node:timers/promises';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { DatasetDescription } from '../../artifacts/dataset.ts';
import { DatasetWriter } from '../write-dataset.ts';
import { dieClasses, drawParameters } from './parameters.ts';
import { DiceRenderer, imageSide } from './render.ts';

const PIXELS = imageSide ** 2;

/** What the generator can be told. */
export interface DiceSettings {
  seed: number;
  /** Even: half of them are for training, half for testing. */
  imagesPerClass: number;
  /** 3 repeats the gray image as R, G and B; 1 does not. */
  channels: number;
  /** White: black figures, as R draws them; black: the negatives. */
  background: 'white' | 'black';
}

/**
 * Writes the dice dataset of section 7.3: faces of all classes in turn; of each class the images 0, 2, 4, … are for
 * training, the others for testing. More images a class begin with the same images.
 * @param folder the dataset folder to fill
 * @param settings seed, number of images, channels, background
 * @param onProgress hears the fraction done, and may throw to stop
 */
export async function generateDice(
  folder: string,
  settings: DiceSettings,
  onProgress: (fraction: number) => void,
): Promise<DatasetDescription> {
  const { seed, imagesPerClass, channels, background } = settings;
  const samples = (imagesPerClass / 2) * dieClasses.length;
  using writer = new DatasetWriter(folder, {
    name: 'dice',
    title: 'Dice',
    classes: [...dieClasses],
    inputShape: [channels, imageSide, imageSide],
    encoding: { type: 'uint8', scale: 1 / 255, channels },
    attribution:
      'Made by this program after section 7.3 and Table 3 of the paper: no data of others, no licence applies.',
    readings: [
      `R14: ${background === 'white' ? 'black on white as R draws it' : 'white on black, the negative of what R draws'}, ` +
        `values gray/255${channels === 1 ? ' in one channel' : ', the same in each of 3 channels'}; ` +
        'points are filled (pch 19); the corners of "fours" and "fives" are joined as a box.',
    ],
    splits: { train: { samples }, test: { samples } },
  });
  const renderer = new DiceRenderer();
  const generator = xoroshiro128plus(seed);
  const labels = Int32Array.from(dieClasses.keys());
  for (let image = 0; image < imagesPerClass; image++) {
    const pixels = new Uint8Array(dieClasses.length * PIXELS);
    for (const [label, className] of dieClasses.entries())
      renderer.render(
        drawParameters(className, generator),
        pixels.subarray(label * PIXELS, (label + 1) * PIXELS),
      );
    if (background === 'black') for (const [index, gray] of pixels.entries()) pixels[index] = 255 - gray;
    writer.append(image % 2 === 0 ? 'train' : 'test', pixels, labels);
    if (image % 100 !== 0) continue;
    onProgress(image / imagesPerClass);
    await setImmediate(); // lets messages in and out
  }
  return writer.finish();
}
