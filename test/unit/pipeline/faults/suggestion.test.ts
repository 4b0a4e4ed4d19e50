import { describe, expect, it } from 'vitest';
import { didYouMean, nearestWord } from '../../../../src/pipeline/faults/suggestion.ts';

describe('nearestWord', () => {
  it('finds the word that differs by a slip of the pen', () => {
    expect(nearestWord('tarin', ['analyze', 'train'])).toBe('train');
    expect(nearestWord('netwrk', ['network', 'solver'])).toBe('network');
    expect(nearestWord('Sizes', ['sizes'])).toBe('sizes');
  });

  it('counts a swap of two neighbours as one edit', () => {
    expect(nearestWord('ab', ['ba'])).toBe('ba');
  });

  it('finds nothing where no word is near', () => {
    expect(nearestWord('report', ['train', 'analyze'])).toBeUndefined();
  });

  it('does not replace a whole one-letter word', () => {
    expect(nearestWord('e', ['a', 'b'])).toBeUndefined();
  });
});

describe('didYouMean', () => {
  it('suggests the near word', () => {
    expect(didYouMean('use', ['uses', 'run'])).toBe('did you mean "uses"?');
  });

  it('lists the words where none is near', () => {
    expect(didYouMean('x', ['one', 'two'])).toBe('there are: one, two');
  });

  it('cuts a long list and says how many more there are', () => {
    const words = Array.from({ length: 15 }, (_, index) => `word${index}`);
    expect(didYouMean('x', words)).toBe(
      'there are: word0, word1, word2, word3, word4, word5, word6, word7, word8, word9, word10, word11 and 3 more',
    );
  });

  it('says that there is nothing to choose from', () => {
    expect(didYouMean('x', [])).toBe('there are none here');
  });
});
