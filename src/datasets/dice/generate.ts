import { setImmediate } from 'node:timers/promises';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { seedOfGenerator } from '../seed-of-generator.ts';
import type { DatasetDescription } from '../../artifacts/dataset.ts';
import { DatasetWriter } from '../write-dataset.ts';
import { encodeImages, type DiceInputs } from './encode-images.ts';
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
  /** What the network is given of an image. */
  inputs: DiceInputs;
}

/**
 * Writes the dice dataset of section 7.3: faces of all classes in turn; of each class the images 0, 2, 4, … are for
 * training, the others for testing. More images a class begin with the same images.
 * @param folder the dataset folder to fill
 * @param settings seed, number of images, channels, inputs
 * @param onProgress hears the fraction done, and may throw to stop
 */
export async function generateDice(
  folder: string,
  settings: DiceSettings,
  onProgress: (fraction: number) => void,
): Promise<DatasetDescription> {
  const { imagesPerClass, channels, inputs } = settings;
  const samples = (imagesPerClass / 2) * dieClasses.length;
  const images = encodeImages(inputs, channels, () => trainingImages(settings));
  using writer = new DatasetWriter(folder, {
    name: 'dice',
    title: 'Dice',
    classes: [...dieClasses],
    inputShape: [channels, imageSide, imageSide],
    encoding: images.encoding,
    attribution:
      'Made by this program after section 7.3 and Table 3 of the paper: no data of others, no licence applies.',
    readings: [
      `R14: ${images.reading}; points are filled (pch 19); the corners of "fours" and "fives" are joined as a box.`,
    ],
    splits: { train: { samples }, test: { samples } },
  });
  const labels = Int32Array.from(dieClasses.keys());
  let image = 0;
  for (const pixels of facesOfAllClasses(settings)) {
    writer.append(image % 2 === 0 ? 'train' : 'test', images.encode(pixels), labels);
    if (image % 100 === 0) {
      onProgress(image / imagesPerClass);
      await setImmediate(); // lets messages in and out
    }
    image++;
  }
  return writer.finish();
}

/** One image of each class at a time, [6, 1024], black (0) on white (255). */
function* facesOfAllClasses({ seed, imagesPerClass }: DiceSettings): Generator<Uint8Array<ArrayBuffer>> {
  const renderer = new DiceRenderer();
  const generator = xoroshiro128plus(seedOfGenerator(seed));
  for (let image = 0; image < imagesPerClass; image++) {
    const pixels = new Uint8Array(dieClasses.length * PIXELS);
    for (const [label, className] of dieClasses.entries())
      renderer.render(
        drawParameters(className, generator),
        pixels.subarray(label * PIXELS, (label + 1) * PIXELS),
      );
    yield pixels;
  }
}

function* trainingImages(settings: DiceSettings): Generator<Uint8Array> {
  let image = 0;
  for (const pixels of facesOfAllClasses(settings)) if (image++ % 2 === 0) yield pixels;
}
