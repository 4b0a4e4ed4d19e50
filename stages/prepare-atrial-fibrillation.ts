import { z } from 'zod';
import { describeSeries } from '../src/datasets/time-series/describe-series.ts';
import { prepareTimeSeries } from '../src/datasets/time-series/prepare-time-series.ts';
import { defineStage } from '../src/pipeline/stage/stage.ts';

export default defineStage({
  name: 'prepare-atrial-fibrillation',
  description: 'Cuts the two-channel ECG recordings of AtrialFibrillation into windows.',
  params: z.strictObject({
    /** Points of a window (R16). */
    window: z.int().positive(),
    /** Points from the start of a window to that of the next. */
    stride: z.int().positive(),
    /** Windows of each series. */
    windows: z.int().positive(),
    /** Numbers of the channels to use; both where absent. */
    channels: z.array(z.int().nonnegative()).min(1).optional(),
    /** Which of the two files is the training pool; the other one is the test split. */
    trainOn: z.enum(['train', 'test']).default('train'),
    /** Of series that are not AtrialFibrillation: what the report calls them, where they come from, and the licence. */
    title: z.string().min(1).optional(),
    /** Likewise: where they come from, and the licence. */
    attribution: z.string().min(1).optional(),
  }),
  inputs: { train: 'one', test: 'one' },
  outputs: ['dataset.json', 'dataset.safetensors'],
  async run(context) {
    const { trainOn, title, attribution, ...settings } = context.params;
    const other = trainOn === 'train' ? 'test' : 'train';
    const description = await prepareTimeSeries(
      context.output,
      (series) => describeSeries(series, settings, { title, attribution }),
      { train: context.input(trainOn), test: context.input(other) },
      settings,
    );
    return { trainSamples: description.train.samples, testSamples: description.test?.samples ?? 0 };
  },
});
