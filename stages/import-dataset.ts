import { importDataset, importSettings } from '../src/datasets/import/import-dataset.ts';
import { defineStage } from '../src/pipeline/stage/stage.ts';

/** A table may have a row every few microseconds. */
const REPORT_EVERY_MS = 200;

export default defineStage({
  name: 'import-dataset',
  description: 'Makes a dataset of your own arrays, table or images.',
  params: importSettings,
  // A file or a folder.
  inputs: { data: 'one' },
  outputs: ['dataset.json', 'dataset.safetensors'],
  async run(context) {
    const start = performance.now();
    let heard = 0;
    const listener = (fraction: number, doing: string): void => {
      const now = performance.now();
      if (fraction <= 0 || now - heard < REPORT_EVERY_MS) return;
      heard = now;
      context.signal.throwIfAborted();
      const minutesLeft = Math.ceil(((now - start) / 60_000) * (1 / fraction - 1));
      context.progress({ fraction, message: `${doing} · ${minutesLeft} min left` });
    };
    const { train, test, classes } = await importDataset(
      context.input('data'),
      context.output,
      context.params,
      listener,
    );
    return {
      classes: classes.length,
      trainSamples: train.samples,
      testSamples: test?.samples ?? 0,
      trainRank: train.statistics?.rank.rank ?? 0,
    };
  },
});
