import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTokenizer } from '../../../../src/datasets/roberta/read-tokenizer.ts';
import { distinctPhrases } from '../../../../src/datasets/sst/distinct-phrases.ts';
import { parseTrees } from '../../../../src/datasets/sst/parse-trees.ts';
import { sample } from '../../../samples.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';
import { tinyTokenizer } from '../../../tiny-tokenizer.ts';

const real = sample('roberta/tokenizer.json');
const train = sample('sst/train.txt');
const reference = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../golden/reference/roberta-token-ids.json'), 'utf8'),
) as { phrases: [number, number[]][] };

function written(text: string): { path: string; name: string } {
  const path = temporaryFolder();
  writeFileSync(join(path, 'tokenizer.json'), text);
  return { path, name: 'roberta' };
}

describe('readTokenizer', () => {
  it('gives token numbers without the marks of begin and end', async () => {
    const tokenizer = await readTokenizer(written(JSON.stringify(tinyTokenizer())));
    expect(tokenizer.encode('ab')).toEqual([4 + 97, 4 + 98]);
    expect([tokenizer.begin, tokenizer.end]).toEqual([0, 2]);
  });

  it('refuses what is no tokenizer of RoBERTa', async () => {
    await expect(readTokenizer(written('{'))).rejects.toThrow(
      /^roberta: tokenizer\.json is not a tokenizer \(.*JSON.*\)$/,
    );
    const other = JSON.stringify(tinyTokenizer()).replaceAll('<s>', '[CLS]');
    await expect(readTokenizer(written(other))).rejects.toThrow(
      'roberta: tokenizer.json has no tokens <s> and </s>, expected the tokenizer of RoBERTa',
    );
  });

  it('gives the known numbers of a sentence with accents', async ({ skip }) => {
    skip(real.missing !== undefined, real.missing);
    const tokenizer = await readTokenizer({ path: dirname(real.path), name: 'roberta' });
    expect([tokenizer.begin, ...tokenizer.encode('Hello world! cécé herlolip'), tokenizer.end]).toEqual([
      0, 31414, 232, 328, 740, 1140, 12695, 69, 46078, 1588, 2,
    ]);
  });

  it('gives the numbers of the original library for 1,000 phrases of the treebank, no-break spaces included', async ({
    skip,
  }) => {
    const missing = real.missing ?? train.missing;
    skip(missing !== undefined, missing);
    const tokenizer = await readTokenizer({ path: dirname(real.path), name: 'roberta' });
    const phrases = distinctPhrases(parseTrees(readFileSync(train.path, 'utf8'), 'train.txt'), 5);
    const encoded = reference.phrases.map(([row]) => [row, [0, ...tokenizer.encode(phrases[row]!.text), 2]]);
    expect(encoded).toEqual(reference.phrases);
    expect(reference.phrases).toHaveLength(1000);
    expect(reference.phrases.filter(([row]) => phrases[row]!.text.includes('\u00a0'))).toHaveLength(25);
  });
});
