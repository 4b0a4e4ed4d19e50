import { z } from 'zod';
import { generateDice } from '../src/datasets/dice/generate.ts';
import { defineStage } from '../src/pipeline/stage/stage.ts';

export default defineStage({
  name: 'generate-dice',
  description: 'Draws the dice images of section 7.3: six classes, half for training, half for testing.',
  params: z.strictObject({
    /** Decides every image. */
    seed: z.int(),
    /** Of both halves together; more images begin with the same ones. */
    imagesPerClass: z
      .int()
      .min(2)
      .multipleOf(2, 'must be even: half of the images are for training, half for testing'),
    /** R14: the image is repeated in three channels, or stands once. */
    channels: z.union([z.literal(1), z.literal(3)]).default(1),
    /** R14: what the network is given of an image. */
    inputs: z
      .union(
        [
          z.enum(['black-on-white', 'standardized', 'standardized-by-pixel']),
          z.strictObject({
            /** Factor k of the negatives: k (255 − gray)/255. */
            negatives: z.number().positive(),
          }),
        ],
        'black-on-white, standardized, standardized-by-pixel, or { negatives: FACTOR } with a factor > 0',
      )
      .default({ negatives: 2 }),
  }),
  inputs: {},
  outputs: ['dataset.json', 'dataset.safetensors'],
  async run(context) {
    const { params, output } = context;
    const { train, test } = await generateDice(output, params, (fraction) => {
      context.signal.throwIfAborted();
      const done = Math.round(fraction * params.imagesPerClass);
      context.progress({ fraction, message: `${done} of ${params.imagesPerClass} images a class` });
    });
    return {
      trainSamples: train.samples,
      testSamples: test?.samples ?? 0,
      trainRank: train.statistics?.rank.rank ?? 0,
    };
  },
});
