import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseTrees } from '../../../../src/datasets/sst/parse-trees.ts';
import { sample } from '../../../samples.ts';

const train = sample('sst/train.txt');

describe('parseTrees', () => {
  it('gives the words and the sentiment of every node, the whole sentence first', () => {
    expect(parseTrees('(3 (2 It) (4 (3 really) (3 shines)))\n(1 (2 No) (2 .))\n', 'train.txt')).toEqual([
      [
        { text: 'It really shines', sentiment: 3 },
        { text: 'It', sentiment: 2 },
        { text: 'really shines', sentiment: 4 },
        { text: 'really', sentiment: 3 },
        { text: 'shines', sentiment: 3 },
      ],
      [
        { text: 'No .', sentiment: 1 },
        { text: 'No', sentiment: 2 },
        { text: '.', sentiment: 2 },
      ],
    ]);
  });

  it('keeps a no-break space inside its word', () => {
    expect(parseTrees('(2 (2 20\u00a0000) (2 \u00a0))', 'train.txt')[0]!.map(({ text }) => text)).toEqual([
      '20\u00a0000 \u00a0',
      '20\u00a0000',
      '\u00a0',
    ]);
  });

  it.each([
    ['an empty file', '\n', 'train.txt:1:1: the file is empty, expected a sentiment tree a line'],
    [
      'a sentence without brackets',
      '(2 a)\nhello',
      'train.txt:2:1: the line begins with "hello", expected "("',
    ],
    [
      'a sentiment above 4',
      '(2 (5 a) (2 b))',
      'train.txt:1:5: the sentiment is "5", expected a digit from 0 to 4',
    ],
    [
      'a missing sentiment',
      '((2 a) (2 b))',
      'train.txt:1:2: the sentiment is "", expected a digit from 0 to 4',
    ],
    ['a tree cut short', '(2 (2 a) (2 b', 'train.txt:1:14: the line ends inside 2 open nodes, expected ")"'],
    [
      'two trees in a line',
      '(2 a) (2 b)',
      'train.txt:1:7: "(2 b)" follows the end of the tree, expected one tree a line',
    ],
    [
      'a bracket too many',
      '(2 a))',
      'train.txt:1:6: ")" follows the end of the tree, expected one tree a line',
    ],
    [
      'a node without words',
      '(2 (2 a) (2 ))',
      'train.txt:1:13: the node is empty, expected a word or nodes before ")"',
    ],
    ['two words in a leaf', '(2 a b)', 'train.txt:1:6: "b" follows a word, expected ")"'],
    ['a word beside a node', '(2 (2 a) b)', 'train.txt:1:10: "b" follows a node, expected ")"'],
    ['a node beside a word', '(2 a (2 b))', 'train.txt:1:6: a node follows a word, expected ")"'],
  ])('refuses %s', (_, text, message) => {
    expect(() => parseTrees(text, 'train.txt')).toThrow(
      expect.objectContaining({ name: 'DataError', message }) as Error,
    );
  });

  it('reads the 8,544 training trees of the treebank with their 318,582 nodes', ({ skip }) => {
    skip(train.missing !== undefined, train.missing);
    const trees = parseTrees(readFileSync(train.path, 'utf8'), 'train.txt');
    expect(trees).toHaveLength(8544);
    expect(trees.flat()).toHaveLength(318_582);
  });
});
