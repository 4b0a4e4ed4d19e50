import type { DatasetDescription, UnverifiedFile } from '../../artifacts/dataset.ts';
import { DataError } from '../data-error.ts';
import type { RobertaEncoder } from '../roberta/encoder.ts';
import type { RobertaTokenizer } from '../roberta/read-tokenizer.ts';
import { sampleRows } from '../sample-rows.ts';
import { DatasetWriter } from '../write-dataset.ts';
import { sentimentClasses, type LabelledPhrase } from './distinct-phrases.ts';
import type { TreebankEscapes } from './treebank-escapes.ts';

/** Which phrases are embedded, and how. */
export interface EmbeddingSettings {
  classes: 5 | 2;
  /** How the phrases write brackets and slashes. */
  escapes?: TreebankEscapes;
  /** Tokens of an input: longer phrases are cut, shorter ones end in zeros. */
  tokens: number;
  /** Subset seeds and the largest subset of each that will be asked for: only their phrases are embedded. */
  seeds: readonly number[];
  largestSubset: number;
  /** Phrases that the model sees at once. */
  batchSize: number;
}

/** What embeds, and what the report says of it. */
export interface EmbeddingModel {
  encoder: RobertaEncoder;
  tokenizer: RobertaTokenizer;
  title: string;
  /** Files of the trees or the model that are not the official ones. */
  unverified?: UnverifiedFile[];
}

/** Hears how many phrases are done; may throw to stop. */
export type EmbeddingListener = (progress: { phrases: number; of: number; fraction: number }) => void;

/** Phrases that are sorted by length and written together: some 100 MB of inputs. */
const PORTION = 512;

interface Encoded {
  tokens: number[];
  label: number;
}

/** Embeds the phrases that the subsets use and writes them as a dataset of [tokens, width] inputs. */
export async function embedPhrases(
  folder: string,
  phrases: readonly LabelledPhrase[],
  model: EmbeddingModel,
  settings: EmbeddingSettings,
  listener: EmbeddingListener,
): Promise<DatasetDescription> {
  const rows = usedRows(phrases.length, settings);
  const whole = Array.from(rows, (row) => model.tokenizer.encode(phrases[row]!.text));
  const cut = whole.filter((tokens) => tokens.length > settings.tokens).length;
  const encoded = whole.map((tokens, i) => ({
    tokens: tokens.slice(0, settings.tokens),
    label: phrases[rows[i]!]!.label,
  }));
  const samplesPerClass = sentimentClasses[settings.classes].map(
    (_, label) => phrases.filter((phrase) => phrase.label === label).length,
  );
  const { unverified = [] } = model;
  const { width } = model.encoder;
  using writer = new DatasetWriter(folder, {
    name: 'sst',
    title: 'SST',
    classes: [...sentimentClasses[settings.classes]],
    inputShape: [settings.tokens, width],
    encoding: { type: 'float64' },
    attribution:
      'Stanford Sentiment Treebank (R. Socher et al., Recursive Deep Models for Semantic Compositionality Over a Sentiment Treebank, EMNLP 2013, ' +
      `https://nlp.stanford.edu/sentiment/), embedded with ${model.title}.`,
    ...(unverified.length > 0 && { unverified }),
    readings: [
      `R17: last hidden state of ${model.title}, ${settings.tokens} tokens, <s> and </s> dropped, zeros as padding; ` +
        `${cut} of the ${rows.length} embedded phrases were longer and are cut; ` +
        `the pool is the ${phrases.length} distinct phrases of the training trees${settings.classes === 2 ? ' that are not neutral' : ''}, ` +
        `of which those in subsets of up to ${settings.largestSubset} by the seeds ${settings.seeds.join(', ')} are embedded.`,
      settings.escapes === 'undone'
        ? 'R17b: the escapes of the Penn Treebank (-LRB-, \\/ and the like) are undone: brackets, slashes and quotation marks as people write them.'
        : 'R17b: the escapes of the Penn Treebank (-LRB-, \\/ and the like) are kept, as the trees have them.',
    ],
    splits: { train: { samples: phrases.length, pool: { rows, samplesPerClass } } },
  });
  const total = encoded.reduce((sum, { tokens }) => sum + tokens.length + 2, 0);
  const done = { phrases: 0, tokens: 0 };
  for (let start = 0; start < encoded.length; start += PORTION) {
    const portion = encoded.slice(start, start + PORTION);
    const inputs = new Float64Array(portion.length * settings.tokens * width);
    for (const batch of batches(portion, settings.batchSize)) {
      const states = await model.encoder.embed(batch.map((index) => portion[index]!.tokens));
      const size = portion[batch[0]!]!.tokens.length * width;
      for (const [i, index] of batch.entries())
        inputs.set(states.subarray(i * size, (i + 1) * size), index * settings.tokens * width);
      done.phrases += batch.length;
      done.tokens += batch.length * (size / width + 2);
      listener({ phrases: done.phrases, of: encoded.length, fraction: done.tokens / total });
    }
    writer.append(
      'train',
      inputs,
      Int32Array.from(portion, ({ label }) => label),
    );
  }
  return writer.finish();
}

/** The rows of the pool that some subset uses, ascending. */
function usedRows(pool: number, { seeds, largestSubset }: EmbeddingSettings): Int32Array {
  if (largestSubset > pool) {
    throw new DataError(
      `the largest subset asks for ${largestSubset} phrases, the training trees hold ${pool} distinct ones: ` +
        'ask for less (with.largestSubset and the sizes of the experiment)',
    );
  }
  return Int32Array.from(new Set(seeds.flatMap((seed) => [...sampleRows(pool, largestSubset, seed)]))).sort();
}

/** Indexes of phrases with equally many tokens, at most `size` together. */
function* batches(portion: readonly Encoded[], size: number): Generator<number[]> {
  const byLength = Map.groupBy(portion.keys(), (index) => portion[index]!.tokens.length);
  for (const indexes of byLength.values())
    for (let start = 0; start < indexes.length; start += size) yield indexes.slice(start, start + size);
}
