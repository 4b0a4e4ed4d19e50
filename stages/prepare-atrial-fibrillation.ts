import { z } from 'zod';
import { atrialFibrillation } from '../src/datasets/time-series/atrial-fibrillation.ts';
import { prepareTimeSeries } from '../src/datasets/time-series/prepare.ts';
import { defineStage } from '../src/pipeline/stage/stage.ts';

export default defineStage({
  name: 'prepare-atrial-fibrillation',
  description: 'Cuts the two-channel ECG recordings of AtrialFibrillation into windows.',
  params: z.strictObject({
    window: z.int().positive(),
    stride: z.int().positive(),
    windows: z.int().positive(),
    /** Numbers of the channels to use; both where absent. */
    channels: z.array(z.int().nonnegative()).min(1).optional(),
    /** Which of the two files is the training pool; the other one is the test split. */
    trainOn: z.enum(['train', 'test']).default('train'),
  }),
  inputs: { train: 'one', test: 'one' },
  outputs: ['dataset.json', 'dataset.safetensors'],
  async run(context) {
    const { trainOn, ...settings } = context.params;
    const other = trainOn === 'train' ? 'test' : 'train';
    const description = await prepareTimeSeries(
      context.output,
      atrialFibrillation(settings),
      { train: context.input(trainOn), test: context.input(other) },
      settings,
    );
    return { trainSamples: description.train.samples, testSamples: description.test?.samples ?? 0 };
  },
});
