import { describe, expect, it } from 'vitest';
import { tagStart } from '../../../../src/pipeline/source/tag-start.ts';

describe('tagStart', () => {
  it.each([
    ['a: 5', 3],
    ['a: !!str 5', 3],
    ['a: &x 5', 3],
    ['a: !!str &x  5', 3],
    ['[!!str 5', 1],
    ['["!", 5', 6],
  ])('finds where the node at the end of %j begins, tags and anchors before it included', (text, start) => {
    expect(tagStart(text, text.length - 1)).toBe(start);
  });
});
