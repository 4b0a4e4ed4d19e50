import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readSubset } from '../../../../src/datasets/read-dataset.ts';
import { RobertaEncoder } from '../../../../src/datasets/roberta/encoder.ts';
import { readTokenizer } from '../../../../src/datasets/roberta/read-tokenizer.ts';
import { embedPhrases, type EmbeddingSettings } from '../../../../src/datasets/sst/embed-phrases.ts';
import { PublishedRoberta } from '../../../published-roberta.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';
import { tinyTokenizer } from '../../../tiny-tokenizer.ts';

const tiny = new PublishedRoberta(260, 1, 1);
const phrases = Array.from({ length: 30 }, (_, i) => ({
  text: 'abcdefg'.slice(0, 1 + (i % 7)) + String(i),
  label: i % 5,
}));
const settings: EmbeddingSettings = { classes: 5, tokens: 5, seeds: [0, 1], largestSubset: 8, batchSize: 3 };

async function openModel() {
  const path = temporaryFolder();
  tiny.write(path);
  writeFileSync(join(path, 'tokenizer.json'), JSON.stringify(tinyTokenizer()));
  const given = { path, name: 'roberta' };
  const tokenizer = await readTokenizer(given);
  const encoder = await RobertaEncoder.open(given, tokenizer, 1);
  onTestFinished(() => encoder.close());
  return { encoder, tokenizer, title: 'tiny RoBERTa' };
}

describe('embedPhrases', () => {
  it('writes the hidden states of the phrases that the subsets draw, cut or padded with zeros', async () => {
    const folder = temporaryFolder();
    const model = await openModel();
    const description = await embedPhrases(folder, phrases, model, settings, () => undefined);
    expect(description).toMatchObject({
      inputShape: [5, 64],
      train: { samples: 30, samplesPerClass: [6, 6, 6, 6, 6] },
    });
    expect(description.train.stored).toBeLessThanOrEqual(16);
    for (const seed of [0, 1]) {
      const { inputs, labels, rows } = await readSubset(folder, { size: 8, seed });
      for (const [sample, row] of rows.entries()) {
        expect(labels[sample]).toBe(phrases[row]!.label);
        const tokens = model.tokenizer.encode(phrases[row]!.text).slice(0, 5);
        const expected = tiny
          .hiddenStates([0, ...tokens, 2])
          .slice(1, -1)
          .flat();
        const padded = Array.from({ length: 320 }, (_, k) => expected[k] ?? 0);
        for (const [k, value] of padded.entries()) expect(inputs[sample * 320 + k]).toBeCloseTo(value, 4);
      }
    }
  });

  it('says how many phrases it cut, and reports progress up to the end', async () => {
    const heard: { phrases: number; of: number; fraction: number }[] = [];
    const { readings, train } = await embedPhrases(
      temporaryFolder(),
      phrases,
      await openModel(),
      settings,
      (progress) => {
        heard.push(progress);
      },
    );
    expect(readings[0]).toMatch(
      /^R17: last hidden state of tiny RoBERTa, 5 tokens, <s> and <\/s> dropped, zeros as padding; \d+ of the \d+ embedded phrases were longer and are cut; the pool is the 30 distinct phrases of the training trees, of which those in subsets of up to 8 by the seeds 0, 1 are embedded\.$/,
    );
    expect(heard.at(-1)).toEqual({ phrases: train.stored, of: train.stored, fraction: 1 });
    expect(heard.every(({ fraction }, i) => i === 0 || fraction > heard[i - 1]!.fraction)).toBe(true);
  });

  it('refuses a subset larger than the pool', async () => {
    const embedding = embedPhrases(
      temporaryFolder(),
      phrases,
      await openModel(),
      { ...settings, largestSubset: 31 },
      () => undefined,
    );
    await expect(embedding).rejects.toThrow(
      'the largest subset asks for 31 phrases, the training trees hold 30 distinct ones: ' +
        'ask for less (with.largestSubset and the sizes of the experiment)',
    );
  });
});
