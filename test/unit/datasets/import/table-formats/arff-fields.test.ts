import { expect, it } from 'vitest';
import { arffFields } from '../../../../../src/datasets/import/table-formats/arff-fields.ts';

const texts = (line: string): string[] => arffFields(line).map(({ text }) => text);

it('arffFields splits at commas outside quotes, of either kind, with escapes inside', () => {
  expect(texts(" a b ,1,, \"x, 'y'\" ,'it\\'s\\n2' ")).toEqual(['a b', '1', '', "x, 'y'", "it's\n2"]);
  expect(arffFields("?,'?'")).toEqual([
    { text: '?', quoted: false, column: 1 },
    { text: '?', quoted: true, column: 3 },
  ]);
});

it('arffFields refuses an open quote', () => {
  expect(() => arffFields("1,'a")).toThrow(new RangeError('the quote of column 3 is not closed'));
  expect(() => arffFields("'a\\")).toThrow(new RangeError('the quote of column 1 is not closed'));
});
