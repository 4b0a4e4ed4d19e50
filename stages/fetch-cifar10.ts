import { z } from 'zod';
import { prepareCifar10 } from '../src/datasets/cifar10/prepare-cifar10.ts';
import { defineStage } from '../src/pipeline/stage/stage.ts';

export default defineStage({
  name: 'fetch-cifar10',
  description: 'Unpacks CIFAR-10 from its official binary archive into a dataset.',
  params: z.strictObject({
    /** R15; `channels`: each colour to mean 0 and standard deviation 1 over the training images. */
    standardize: z.enum(['none', 'channels']).default('none'),
  }),
  // The outputs of a download stage.
  inputs: { archive: 'one' },
  outputs: ['dataset.json', 'dataset.safetensors'],
  async run(context) {
    const { path } = context.input('archive');
    const { train, test, unverified } = await prepareCifar10(
      path,
      context.output,
      context.params,
      (fraction) => {
        context.signal.throwIfAborted();
        context.progress({ fraction });
      },
    );
    return {
      trainSamples: train.samples,
      testSamples: test?.samples ?? 0,
      trainRank: train.statistics?.rank.rank ?? 0,
      verified: unverified === undefined,
    };
  },
});
