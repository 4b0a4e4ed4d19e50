import { importDataset, importSettings } from '../src/datasets/import/import-dataset.ts';
import { defineStage } from '../src/pipeline/stage/stage.ts';

export default defineStage({
  name: 'import-dataset',
  description: 'Makes a dataset of your own arrays, table or images.',
  params: importSettings,
  // A file or a folder.
  inputs: { data: 'one' },
  outputs: ['dataset.json', 'dataset.safetensors'],
  async run(context) {
    const { train, test, classes } = await importDataset(
      context.input('data'),
      context.output,
      context.params,
    );
    return {
      classes: classes.length,
      trainSamples: train.samples,
      testSamples: test?.samples ?? 0,
      trainRank: train.statistics?.rank.rank ?? 0,
    };
  },
});
