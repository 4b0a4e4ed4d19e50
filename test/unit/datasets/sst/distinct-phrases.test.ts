import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { distinctPhrases } from '../../../../src/datasets/sst/distinct-phrases.ts';
import { parseTrees } from '../../../../src/datasets/sst/parse-trees.ts';
import { undoEscapes } from '../../../../src/datasets/sst/treebank-escapes.ts';
import { sample } from '../../../samples.ts';

const trees = parseTrees('(3 (2 It) (4 shines))\n(0 (1 It) (0 bores))', 'train.txt');
const train = sample('sst/train.txt');

describe('distinctPhrases', () => {
  it('keeps the first occurrence of a phrase', () => {
    expect(distinctPhrases(trees, 5)).toEqual([
      { text: 'It shines', label: 3 },
      { text: 'It', label: 2 },
      { text: 'shines', label: 4 },
      { text: 'It bores', label: 0 },
      { text: 'bores', label: 0 },
    ]);
  });

  it('makes negative and positive of the sentiments, and leaves the neutral out', () => {
    expect(distinctPhrases(trees, 2)).toEqual([
      { text: 'It shines', label: 1 },
      { text: 'shines', label: 1 },
      { text: 'It bores', label: 0 },
      { text: 'bores', label: 0 },
    ]);
  });

  it('takes phrases for one that differ in their escapes only, where these are undone', () => {
    const escaped = parseTrees('(3 (2 and\\/or) (4 -LRB-))\n(0 (1 and/or) (0 x))', 'train.txt');
    expect(distinctPhrases(escaped, 5, 'undone').map(({ text }) => text)).toEqual([
      'and/or (',
      'and/or',
      '(',
      'and/or x',
      'x',
    ]);
    expect(distinctPhrases(escaped, 5)).toHaveLength(6);
  });

  it('finds the 159,274 distinct phrases of the training trees', ({ skip }) => {
    skip(train.missing !== undefined, train.missing);
    const phrases = distinctPhrases(parseTrees(readFileSync(train.path, 'utf8'), 'train.txt'), 5);
    expect(phrases).toHaveLength(159_274);
    expect([0, 1, 2, 3, 4].map((label) => phrases.filter((phrase) => phrase.label === label).length)).toEqual(
      [7233, 27_711, 81_658, 33_361, 9311],
    );
    expect(phrases.filter(({ text }) => undoEscapes(text) !== text)).toHaveLength(5023);
    const undone = distinctPhrases(parseTrees(readFileSync(train.path, 'utf8'), 'train.txt'), 5, 'undone');
    expect(undone).toHaveLength(159_273);
  });
});
