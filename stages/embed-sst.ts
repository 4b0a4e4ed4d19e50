import { z } from 'zod';
import { RobertaEncoder } from '../src/datasets/roberta/encoder.ts';
import { readTokenizer } from '../src/datasets/roberta/read-tokenizer.ts';
import { distinctPhrases } from '../src/datasets/sst/distinct-phrases.ts';
import { embedPhrases } from '../src/datasets/sst/embed-phrases.ts';
import { readTrees } from '../src/datasets/sst/read-trees.ts';
import { unverifiedFiles } from '../src/datasets/unverified-files.ts';
import { defineStage } from '../src/pipeline/stage/stage.ts';

export default defineStage({
  name: 'embed-sst',
  description: 'Embeds the phrases of the Stanford Sentiment Treebank that the subsets use with RoBERTa.',
  params: z.strictObject({
    /** All five sentiments, or negative against positive without the neutral phrases. */
    classes: z.union([z.literal(5), z.literal(2)]).default(5),
    /** R17b: whether -LRB-, \\/ and the like stay as the treebank has them. */
    escapes: z.enum(['kept', 'undone']).default('kept'),
    /** Tokens of an input: longer phrases are cut, shorter ones filled up with zero vectors (R17). */
    tokens: z.int().min(1).max(510).default(32),
    /** Subset seeds of the runs, and the largest of their subsets: no other phrases are embedded. */
    seeds: z.array(z.int()).min(1),
    /** Samples of the largest subset. */
    largestSubset: z.int().positive(),
    /** How the model is called in the report, with its revision. */
    modelTitle: z.string().default('RoBERTa-base'),
    /** Phrases that go through the model together: speed only. */
    batchSize: z.int().positive().default(64),
    /** Threads of the model. */
    threads: z.int().positive().default(1),
  }),
  inputs: { trees: 'one', model: 'one' },
  outputs: ['dataset.json', 'dataset.safetensors'],
  async run(context) {
    const { modelTitle, threads, ...settings } = context.params;
    const trees = await readTrees(context.input('trees'));
    const phrases = distinctPhrases(trees, settings.classes, settings.escapes);
    const tokenizer = await readTokenizer(context.input('model'));
    const encoder = await RobertaEncoder.open(context.input('model'), tokenizer, threads);
    const folders = [context.input('trees').path, context.input('model').path];
    const unverified = (await Promise.all(folders.map(unverifiedFiles))).flat();
    const model = { encoder, tokenizer, title: modelTitle, unverified };
    const start = performance.now();
    try {
      const { train } = await embedPhrases(
        context.output,
        phrases,
        model,
        settings,
        ({ phrases, of, fraction }) => {
          context.signal.throwIfAborted();
          const minutesLeft = Math.ceil(((performance.now() - start) / 60_000) * (1 / fraction - 1));
          context.progress({ fraction, message: `${phrases} of ${of} phrases · ${minutesLeft} min left` });
        },
      );
      return { phrases: train.samples, embedded: train.stored ?? train.samples, width: encoder.width };
    } finally {
      await encoder.close();
    }
  },
});
